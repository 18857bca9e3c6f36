package assay.http.answer;

/**
 * Why a request is not answered as it hoped: one row of the table of problems.
 *
 * @param code never changes its meaning
 * @param status of HTTP
 * @param title the same words for every problem of this code
 * @param action what the client should do
 */
public record Reason(String code, int status, String title, Action action) {
  /** The same, where the client should do something else about it. */
  public Reason with(Action other) {
    return new Reason(code, status, title, other);
  }

  /** A URN, as there is no page that it could lead to. */
  public String type() {
    return "urn:assay:problem:" + code;
  }
}
