package assay.apple.client;

/** What is amiss, with what an operator can do about it. */
enum Fault {
  NO_KEY("Apple cannot be asked for want of a private key"),
  TOKEN(
      "Apple does not accept the provider token: check that the key id and the .p8 file belong"
          + " together, that the key is not revoked and has DeviceCheck enabled, that it is this"
          + " team's, and that this machine's clock is right"),
  TOKEN_OR_TEAM(
      "Apple does not accept the provider token for this receipt: check that the receipt's app is"
          + " this team's, that the key id and the .p8 file belong together, that the key is not"
          + " revoked and has DeviceCheck enabled, and that this machine's clock is right"),
  TOKEN_UNREADABLE(
      "Apple cannot read the authorization: check whether a proxy changes or drops the header"),
  ENVIRONMENT(
      "Apple says that the receipt is of the other environment: check the app's environment in the"
          + " configuration, and the host that is set for it"),
  PAYLOAD("Apple cannot read the receipt: check whether a proxy changes bodies"),
  CLOCK("Apple does not take the request's time stamp: check this machine's clock"),
  BITS("Apple does not take the bits; this is an error of the server: report it"),
  FORBIDDEN(
      "Apple forbids it: check that the key has DeviceCheck enabled, that the developer agreement"
          + " is signed and the membership is not expired, and whether a proxy forbids it"),
  HOST("what answers is not Apple's API: check the configured host and path, and proxies"),
  REFUSED("Apple refuses the request and does not say why"),
  THROTTLED("Apple throttles this team: it is asked again later"),
  DOWN("Apple gave no answer that can be used: it is asked again later");

  private final String advice;

  Fault(String advice) {
    this.advice = advice;
  }

  String advice() {
    return advice;
  }

  /** Whether a fresh token may help. */
  boolean isOfToken() {
    return this == TOKEN || this == TOKEN_OR_TEAM;
  }
}
