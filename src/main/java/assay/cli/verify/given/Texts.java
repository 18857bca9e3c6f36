package assay.cli.verify.given;

import assay.cli.UnusableInput;
import assay.core.Bytes;
import assay.core.CounterRule;
import assay.core.Malformed;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.inspect.Encoding;
import assay.core.pki.Signatures;
import java.util.Base64;
import java.util.Optional;

/** Bytes given as an option's text. */
public final class Texts {
  private static final int POINT = 65;

  private Texts() {}

  /** Base64, base64url or hexadecimal. */
  public static Bytes bytes(String option, String text) throws UnusableInput {
    Encoding.Decoded decoded = Encoding.decode(Bytes.utf8(text));
    if (decoded.encoding() == Encoding.RAW) {
      throw new UnusableInput(option + " is neither base64 nor hexadecimal: " + text);
    }
    return decoded.bytes();
  }

  /**
   * A key id with the text that it came as. What is neither base64 nor hexadecimal is read as
   * decoders do that skip what they do not know, as it is some key id that was damaged.
   */
  public static SentKeyId keyId(String option, String text) throws UnusableInput {
    Encoding.Decoded decoded = Encoding.decode(Bytes.utf8(text));
    Bytes bytes = decoded.encoding() == Encoding.RAW ? lenient(text) : decoded.bytes();
    if (bytes.isEmpty()) {
      throw new UnusableInput(option + " is neither base64 nor hexadecimal: " + text);
    }
    return new SentKeyId(bytes, Optional.of(text));
  }

  /** The digits of base64, and nothing else of the text; what is left over is dropped. */
  public static Bytes lenient(String text) {
    String digits = text.replace('-', '+').replace('_', '/').replaceAll("[^A-Za-z0-9+/]", "");
    int whole = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
    return Bytes.of(Base64.getDecoder().decode(digits.substring(0, whole)));
  }

  /**
   * Text that the terminal's encoding could not carry arrives with replacement characters, and
   * means something else.
   */
  public static void requireReadable(String option, String text) throws UnusableInput {
    if (text.indexOf('\ufffd') >= 0) {
      throw new UnusableInput(
          option
              + " did not arrive whole: this terminal's locale is not UTF-8. Set LC_ALL=C.UTF-8, or give a file");
    }
  }

  /** A P-256 public key: the 65-byte point, or a SubjectPublicKeyInfo, also as PEM. */
  public static Bytes publicKey(String option, String text) throws UnusableInput {
    Bytes bytes = bytes(option, text);
    try {
      return bytes.length() == POINT ? Signatures.requirePoint(bytes) : Signatures.point(bytes);
    } catch (Malformed _) {
      throw new UnusableInput(
          option
              + " is neither a P-256 point of 65 bytes that begins with 04 nor its SubjectPublicKeyInfo");
    }
  }

  /** Counters are 32 bits, unsigned. */
  public static void requireCounter(String option, long counter) throws UnusableInput {
    if (counter < 0 || counter > CounterRule.LARGEST) {
      throw new UnusableInput(option + " is from 0 to " + CounterRule.LARGEST);
    }
  }
}
