package assay.crash;

import io.vertx.core.json.JsonObject;

/**
 * What the server said.
 *
 * @param status of HTTP; {@link #NONE} where the connection broke first
 */
record Answer(int status, JsonObject body) {
  static final int NONE = 0;
  static final int UNAVAILABLE = 503;

  static Answer none() {
    return new Answer(NONE, new JsonObject());
  }

  /** A problem's code, or nothing. */
  String code() {
    return body.getString("code", "");
  }

  String member(String name) {
    return body.getString(name, "");
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  /** Whether the decision may have been made or not: no answer, or that of a lost database. */
  boolean leavesOpen() {
    return status == NONE || status == UNAVAILABLE;
  }

  boolean refuses(int expected, String reason) {
    return status == expected && code().equals(reason);
  }

  @Override
  public String toString() {
    return status == NONE ? "no answer" : status + " " + body.encode();
  }
}
