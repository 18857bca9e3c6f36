package assay.cli.verify;

import assay.cli.UnusableInput;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.inspect.Encoding;
import assay.core.pki.Signatures;

/** Bytes given as an option's text. */
final class Texts {
  private static final int POINT = 65;

  private Texts() {}

  /** Base64, base64url or hexadecimal. */
  static Bytes bytes(String option, String text) throws UnusableInput {
    Encoding.Decoded decoded = Encoding.decode(Bytes.utf8(text));
    if (decoded.encoding() == Encoding.RAW) {
      throw new UnusableInput(option + " is neither base64 nor hexadecimal: " + text);
    }
    return decoded.bytes();
  }

  /**
   * Text that the terminal's encoding could not carry arrives with replacement characters, and
   * means something else.
   */
  static void requireReadable(String option, String text) throws UnusableInput {
    if (text.indexOf('\ufffd') >= 0) {
      throw new UnusableInput(
          option
              + " did not arrive whole: this terminal's locale is not UTF-8. Set LC_ALL=C.UTF-8, or give a file");
    }
  }

  /** A P-256 public key: the 65-byte point, or a SubjectPublicKeyInfo, also as PEM. */
  static Bytes publicKey(String option, String text) throws UnusableInput {
    Bytes bytes = bytes(option, text);
    try {
      return bytes.length() == POINT ? Signatures.requirePoint(bytes) : Signatures.point(bytes);
    } catch (Malformed _) {
      throw new UnusableInput(
          option
              + " is neither a P-256 point of 65 bytes that begins with 04 nor its SubjectPublicKeyInfo");
    }
  }
}
