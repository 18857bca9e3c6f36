package assay.http.request;

import assay.core.Printable;

/** A request that is not one that its route takes. The message is for whoever wrote the client. */
public final class BadRequest extends Exception {
  private static final long serialVersionUID = 1;

  public BadRequest(String message) {
    super(Printable.of(message), null, false, false);
  }

  @Override
  public String getMessage() {
    return java.util.Objects.requireNonNull(super.getMessage());
  }
}
