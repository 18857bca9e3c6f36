package assay.cli.simulate.walk;

import assay.cli.simulate.client.Reply;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a server that is right answers.
 *
 * @param member one of the answer's, which tells what was decided
 * @param values any of these is right
 */
record Expected(int status, String member, Set<String> values) {
  /** Every answer about a test app says so. */
  private static final String ENVIRONMENT = "environment";

  private static final Set<String> TEST = Set.of("test");

  static final Expected CHALLENGE = new Expected(201, ENVIRONMENT, TEST);
  static final Expected REGISTERED = new Expected(201, ENVIRONMENT, TEST);
  static final Expected ACCEPTED = new Expected(200, "verdict", Set.of("accepted"));

  /** The challenge is spent and the counter used; either may be found first. */
  static final Expected REPLAY_REFUSED = new Expected(409, "code", Set.of("challenge", "counter"));

  static final Expected REFRESHED = new Expected(200, "state", Set.of("active"));

  /** The server has exchanged it by itself, and Apple has nothing newer yet. */
  static final Expected RECEIPT_IS_NEW = new Expected(409, "code", Set.of("receipt-not-yet"));

  static final Expected NEVER_SET = new Expected(200, "state", Set.of("never-set"));
  static final Expected TOKEN_USED = new Expected(409, "code", Set.of("device-token-used"));
  static final Expected UPDATED = new Expected(200, "state", Set.of("updated"));
  static final Expected SET = new Expected(200, "state", Set.of("set"));

  static final Expected FORGERY_REFUSED = new Expected(403, "code", Set.of("signature"));

  /**
   * Whether the answer is right. One that takes simulated evidence for anything but a test app's is
   * not.
   */
  boolean matches(Reply reply) {
    return reply.status() == status
        && reply.member(member).filter(values::contains).isPresent()
        && reply.member(ENVIRONMENT).filter(TEST::contains).isPresent();
  }

  @Override
  public String toString() {
    return status
        + " with "
        + member
        + " "
        + values.stream().sorted().collect(Collectors.joining(" or "))
        + (member.equals(ENVIRONMENT) ? "" : " and environment test");
  }
}
