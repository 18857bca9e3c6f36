package assay.apple.token;

import java.io.Serial;

/** A file holds no key to sign with; the message goes on from the file's name. */
public final class UnusableKey extends Exception {
  @Serial private static final long serialVersionUID = 1;

  UnusableKey(String message) {
    super(message);
  }

  UnusableKey(String message, Throwable cause) {
    super(message, cause);
  }
}
