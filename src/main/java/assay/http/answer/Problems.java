package assay.http.answer;

import static assay.http.answer.Action.GIVE_UP;
import static assay.http.answer.Action.NEW_ASSERTION;
import static assay.http.answer.Action.NEW_CHALLENGE;
import static assay.http.answer.Action.NEW_DEVICE_TOKEN;
import static assay.http.answer.Action.RETRY;
import static assay.http.answer.Action.RE_ATTEST;

import assay.core.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table of problems. Evidence that does not decode is 422; a challenge or a counter that was
 * overtaken is 409, as the same key can go on; a key that is not there is 404; all other evidence
 * that is refused is 403, which nothing else answers, so that it cannot be misread. What callers do
 * wrong about themselves is 401, their scope included, for the same reason. What Apple does not do
 * is 503, whether it cannot be reached, does not want to, or an operator has to do something first.
 */
public final class Problems {
  public static final Reason MALFORMED_REQUEST =
      new Reason("malformed-request", 400, "The request is not one that this route takes", GIVE_UP);
  public static final Reason NO_SUCH_APP =
      new Reason("no-such-app", 404, "There is no such app", GIVE_UP);
  public static final Reason NO_SUCH_DECISION =
      new Reason("no-such-decision", 404, "There is no record of such a decision", GIVE_UP);
  public static final Reason NOTHING_TO_REPLAY =
      new Reason("nothing-to-replay", 404, "The decision cannot be judged again", GIVE_UP);
  public static final Reason NO_SUCH_ROUTE =
      new Reason("no-such-route", 404, "There is no such route", GIVE_UP);
  public static final Reason METHOD_NOT_ALLOWED =
      new Reason("method-not-allowed", 405, "This path takes other methods", GIVE_UP);
  public static final Reason REQUEST_TIMEOUT =
      new Reason("request-timeout", 408, "The request did not arrive in time", RETRY);
  public static final Reason TOO_LARGE =
      new Reason("too-large", 413, "The body is larger than this route takes", GIVE_UP);
  public static final Reason TARGET_TOO_LONG =
      new Reason("target-too-long", 414, "The request target is too long", GIVE_UP);
  public static final Reason MEDIA_TYPE =
      new Reason("media-type", 415, "The body is not application/json", GIVE_UP);
  public static final Reason HEADERS_TOO_LARGE =
      new Reason("headers-too-large", 431, "The header fields are too large", GIVE_UP);
  public static final Reason CALLER_UNKNOWN =
      new Reason("caller-unknown", 401, "A caller's token is needed", GIVE_UP);
  public static final Reason CALLER_NOT_ALLOWED =
      new Reason("caller-not-allowed", 401, "This caller may not do that", GIVE_UP);
  public static final Reason RATE_LIMITED =
      new Reason("rate-limited", 429, "Too many requests", RETRY);
  public static final Reason STORE_UNAVAILABLE =
      new Reason("store-unavailable", 503, "No decision could be made", RETRY);
  public static final Reason INTERNAL =
      new Reason("internal", 500, "Something unexpected went wrong", RETRY);

  /** A key that a path names and the app does not have. */
  public static final Reason UNKNOWN_KEY =
      new Reason("unknown-key", 404, "No such key is registered for this app", RE_ATTEST);

  /** A key that a path names and that no longer counts. */
  public static final Reason REVOKED_KEY =
      new Reason("revoked-key", 403, "The key was revoked", RE_ATTEST);

  public static final Reason RECEIPT_NOT_YET =
      new Reason("receipt-not-yet", 409, "Apple has no newer receipt yet", RETRY);
  public static final Reason REFRESH_UNDER_WAY =
      new Reason("refresh-under-way", 409, "The receipt is being refreshed already", RETRY);
  public static final Reason NO_RECEIPT =
      new Reason("no-receipt", 404, "The key has no receipt to exchange", RE_ATTEST);
  public static final Reason RECEIPT_NO_DATA =
      new Reason("receipt-no-data", 404, "Apple knows nothing of the device any more", RE_ATTEST);

  public static final Reason DEVICE_TOKEN =
      new Reason("device-token", 403, "Apple does not take the device token", NEW_DEVICE_TOKEN);
  public static final Reason DEVICE_TOKEN_USED =
      new Reason("device-token-used", 409, "The device token was used before", NEW_DEVICE_TOKEN);

  public static final Reason APPLE_UNAVAILABLE =
      new Reason("apple-unavailable", 503, "Apple cannot be reached", RETRY);
  public static final Reason APPLE_THROTTLED =
      new Reason("apple-throttled", 503, "Apple wants fewer requests", RETRY);

  /** From here on an operator has to do something, and Apple or its answer is no use until then. */
  public static final Reason APPLE_NOT_CONFIGURED =
      new Reason("apple-not-configured", 503, "This server does not ask Apple about it", RETRY);

  public static final Reason APPLE_MISCONFIGURED =
      new Reason("apple-misconfigured", 503, "Apple refuses this server", RETRY);
  public static final Reason APPLE_WRONG_ENVIRONMENT =
      new Reason(
          "apple-wrong-environment", 503, "The key is of another environment at Apple", RETRY);
  public static final Reason APPLE_BAD_PAYLOAD =
      new Reason("apple-bad-payload", 503, "Apple cannot read the receipt", RETRY);
  public static final Reason APPLE_RECEIPT_REFUSED =
      new Reason(
          "apple-receipt-refused", 503, "The receipt that came is not to be believed", RETRY);

  /** When to look again whether an operator has done something. */
  public static final Duration UNTIL_FIXED = Duration.ofMinutes(5);

  /** What to do about a problem of Apple's instead, where it has used up the device token. */
  public static final Action AGAIN = NEW_DEVICE_TOKEN;

  private static final Map<String, Reason> ATTESTATION =
      table(
          row("format", 422, "The bytes are not an attestation object", GIVE_UP),
          row("certificate-chain", 403, "The certificates lead to no trusted root", RE_ATTEST),
          row("nonce", 403, "The device signed another client data hash", RE_ATTEST),
          row("access-control", 403, "The Mac is not at full security", GIVE_UP),
          row("key-id", 403, "The key id is not that of the attested key", RE_ATTEST),
          row("app-id", 403, "Another app made this", GIVE_UP),
          row("counter", 403, "The attestation is not fresh", RE_ATTEST),
          row("environment", 403, "The key is of another of Apple's environments", GIVE_UP),
          row("credential-id", 403, "The credential is another key's", GIVE_UP),
          row(
              "validation-category",
              403,
              "The app was launched in a way that is not allowed",
              GIVE_UP),
          row("bundle-version", 403, "The build is too old", GIVE_UP),
          row("public-key", 403, "The public key is not the certified one", GIVE_UP),
          row("certificate-subject", 403, "The certificate names another key", GIVE_UP),
          row("certificate-app-id", 403, "The certificate is for another app", GIVE_UP),
          row("challenge", 409, "The challenge is not open", RE_ATTEST),
          REVOKED_KEY,
          row("subject", 403, "The key belongs to another user", RE_ATTEST),
          row("receipt", 403, "The app requires a receipt, and it was not accepted", RE_ATTEST));

  private static final Map<String, Reason> ASSERTION =
      table(
          row("format", 422, "The bytes are not an assertion", GIVE_UP),
          UNKNOWN_KEY,
          REVOKED_KEY,
          row("signature", 403, "The key did not sign this client data", NEW_ASSERTION),
          row("app-id", 403, "Another app made this", GIVE_UP),
          row(
              "validation-category",
              403,
              "The app was launched in a way that is not allowed",
              GIVE_UP),
          row("bundle-version", 403, "The build is too old", GIVE_UP),
          row("subject", 403, "The key belongs to another user", RE_ATTEST),
          row("risk", 403, "The device attested too many keys of this app", GIVE_UP),
          row("challenge", 409, "The challenge is not open", NEW_CHALLENGE),
          row("counter", 409, "The counter is not ahead", NEW_ASSERTION));

  /** What is looked into, and nobody asked for a verdict. */
  public static final Reason NOT_EVIDENCE =
      new Reason("format", 422, "The bytes are nothing that App Attest makes", GIVE_UP);

  private Problems() {}

  /**
   * The row of a step.
   *
   * @throws IllegalArgumentException for steps that refuse no request, which are the receipts'
   */
  public static Reason of(Step step) {
    Reason reason =
        switch (step) {
          case Step.Attestation _ -> ATTESTATION.get(step.code());
          case Step.Assertion _ -> ASSERTION.get(step.code());
          case Step.Registration _ -> ATTESTATION.get(step.code());
          case Step.Use _ -> ASSERTION.get(step.code());
          case Step.Receipt _ -> null;
        };
    if (reason == null) {
      throw new IllegalArgumentException("no request is refused for " + step);
    }
    return reason;
  }

  private static Reason row(String code, int status, String title, Action action) {
    return new Reason(code, status, title, action);
  }

  private static Map<String, Reason> table(Reason... rows) {
    return Arrays.stream(rows).collect(Collectors.toMap(Reason::code, Function.identity()));
  }
}
