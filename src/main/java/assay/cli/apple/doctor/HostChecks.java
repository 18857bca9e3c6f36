package assay.cli.apple.doctor;

import assay.apple.AppleHosts;
import assay.apple.AppleObserver;
import assay.apple.call.Answer;
import assay.apple.call.Limits;
import assay.apple.call.Line;
import assay.apple.call.Sources;
import assay.apple.token.ProviderToken;
import assay.cli.apple.doctor.probe.Service;
import assay.cli.apple.doctor.probe.Service.Reading;
import assay.cli.apple.doctor.probe.Stranger;
import assay.store.Environment;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks the hosts of one environment about a device token and a receipt that are none (protocol.md
 * 3.4 and 4). Such a request is refused in any case: with 401 for its provider token, or with 400
 * for what it asks about, and then the token was taken.
 *
 * <p>That holds only where a host looks at the token first, which Apple does not promise. So each
 * is asked once with a stranger's token, of a key and a team that do not exist: where even that is
 * answered with 400, the host cannot tell us. And a 401 from the host for receipts may also mean
 * that a receipt is another team's, which one that is none may be taken for: where DeviceCheck
 * takes the same token, that 401 is not held against it.
 */
final class HostChecks {
  private static final Duration NOTICEABLE = Duration.ofSeconds(30);

  /** Apple's limit and ours is five minutes; what is this far off is on its way there. */
  private static final Duration TOO_FAR = Duration.ofMinutes(5).minus(NOTICEABLE);

  private static final String TIME =
      "set it, and keep it right with NTP: five minutes off, good receipts are refused here and"
          + " provider tokens there, where it is ahead perhaps sooner";

  private final Vertx vertx;
  private final Environment environment;
  private final Sources sources;
  private final String stranger;
  private final Set<String> takenElsewhere = new HashSet<>();

  HostChecks(Vertx vertx, Environment environment, Sources sources) {
    this.vertx = vertx;
    this.environment = environment;
    this.sources = sources;
    this.stranger = Stranger.token(sources);
  }

  List<Finding> check(Service service, AppleHosts hosts, List<ProviderToken.Signed> tokens) {
    URI uri = service.of(hosts);
    String host = uri.getAuthority() + " (" + environment.text() + ", " + service.text() + ")";
    Line line = open(uri);
    try {
      return switch (line.post(service.post(stranger, sources)).await()) {
        case Answer.None none ->
            List.of(
                Finding.wrong(
                    "host",
                    host + " gives no answer: " + none.why(),
                    "see whether DNS, firewalls and proxies let this machine reach it"));
        case Answer.Reply reply -> answered(service, host, line, reply, tokens);
      };
    } finally {
      line.close();
    }
  }

  /** On an event loop, which a line belongs to. */
  private Line open(URI uri) {
    Promise<Line> line = Promise.promise();
    vertx.runOnContext(
        _ -> line.complete(Line.open(vertx, uri, Limits.DEFAULTS, sources, AppleObserver.NONE)));
    return line.future().await();
  }

  private List<Finding> answered(
      Service service,
      String host,
      Line line,
      Answer.Reply toStranger,
      List<ProviderToken.Signed> tokens) {
    List<Finding> findings = new ArrayList<>();
    Reading reading = Reading.of(toStranger);
    findings.add(host(host, reading, toStranger.status()));
    toStranger.date().ifPresent(date -> findings.add(clock(host, date)));
    if (reading == Reading.TOKEN_REFUSED || reading == Reading.BODY_REFUSED) {
      boolean looksAtTokens = reading == Reading.TOKEN_REFUSED;
      for (ProviderToken.Signed token : tokens) {
        Future<Answer> answer = line.post(service.post(token.jwt(), sources));
        findings.add(token(host, token, answer.await(), looksAtTokens));
      }
    }
    return findings;
  }

  private static Finding host(String host, Reading reading, int status) {
    return switch (reading) {
      case TOKEN_REFUSED, BODY_REFUSED -> Finding.good("host", host + " answers");
      case BUSY ->
          Finding.warning(
              "host",
              host + " answers with status " + status + ", as when it is busy",
              "look again in some minutes");
      case FORBIDDEN ->
          Finding.wrong(
              "host",
              host + " forbids it whoever asks, with status 403",
              "see whether a proxy forbids it");
      case NOT_APPLE ->
          Finding.wrong(
              "host",
              host + " answers with status " + status + " and is not Apple's API",
              "check the host and the path under apple, and whether a proxy answers in its place");
    };
  }

  private Finding clock(String host, Instant theirs) {
    Duration ahead = Duration.between(theirs, sources.clock().instant());
    long seconds = ahead.abs().toSeconds();
    String found =
        "this machine's is "
            + seconds
            + " s "
            + (ahead.isNegative() ? "behind " : "ahead of ")
            + host;
    if (ahead.abs().compareTo(TOO_FAR) >= 0) {
      return Finding.wrong("clock", found, TIME);
    }
    return ahead.abs().compareTo(NOTICEABLE) > 0
        ? Finding.warning("clock", found, TIME)
        : Finding.good("clock", "this machine's is that of " + host);
  }

  private Finding token(
      String host, ProviderToken.Signed token, Answer answer, boolean looksAtTokens) {
    String whose = "team " + token.team() + ", key " + token.keyId() + ": " + host;
    return switch (answer) {
      case Answer.None none ->
          Finding.warning(
              "token", whose + " gave no answer: " + none.why(), "look again in some minutes");
      case Answer.Reply reply -> judged(whose, token, Reading.of(reply), looksAtTokens, reply);
    };
  }

  private Finding judged(
      String whose,
      ProviderToken.Signed token,
      Reading reading,
      boolean looksAtTokens,
      Answer.Reply reply) {
    return switch (reading) {
      case BODY_REFUSED -> {
        if (!looksAtTokens) {
          yield Finding.warning(
              "token",
              whose + " does not tell whether it takes the provider token, as it takes any so far",
              "a real device token tells, with assay devicecheck validate");
        }
        takenElsewhere.add(token.team());
        yield Finding.good("token", whose + " takes the provider token");
      }
      case TOKEN_REFUSED ->
          takenElsewhere.contains(token.team())
              ? Finding.warning(
                  "token",
                  whose
                      + " refuses a receipt that is none with status 401; DeviceCheck takes the"
                      + " same token",
                  "a real receipt tells, with assay receipt refresh")
              : Finding.wrong(
                  "token",
                  whose + " does not take the provider token",
                  "check that the key id and the .p8 file belong together and are this team's, that"
                      + " the key has DeviceCheck enabled and is not revoked, and the clock; a key"
                      + " that was made just now may need some minutes");
      case FORBIDDEN ->
          Finding.wrong(
              "token",
              whose + " forbids it, with status 403",
              "check that the key has DeviceCheck enabled, that the developer agreement is signed"
                  + " and the membership is not expired");
      case BUSY, NOT_APPLE ->
          Finding.warning(
              "token",
              whose + " answered with status " + reply.status(),
              "look again in some minutes");
    };
  }
}
