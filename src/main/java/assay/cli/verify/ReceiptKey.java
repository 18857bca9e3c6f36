package assay.cli.verify;

import assay.cli.Input;
import assay.cli.UnusableInput;
import assay.cli.verify.given.Texts;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.attestation.AttestationObject;
import assay.core.inspect.Encoding;
import assay.core.pki.Certificates;
import assay.core.pki.Signatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whose receipt it is, from whatever is at hand of the key.
 *
 * @param keyId SHA-256 of the key's point, 32 bytes
 * @param leaf DER of the credential certificate, where that is what was given
 */
record ReceiptKey(Bytes keyId, Optional<Bytes> leaf) {
  private static final int KEY_ID = 32;
  private static final int POINT = 65;

  private interface Form {
    ReceiptKey read(Bytes bytes) throws Malformed;
  }

  /** Tried in this order; each refuses what is of another form. */
  private static final List<Form> FORMS =
      List.of(
          ReceiptKey::ofAttestation, ReceiptKey::ofLeaf, bytes -> ofPoint(Signatures.point(bytes)));

  /**
   * Reads the value of an option: a file where there is one of that name, else the bytes themselves
   * in base64, base64url or hex.
   */
  static ReceiptKey read(String option, String given) throws UnusableInput {
    Path file = Path.of(given);
    Bytes bytes =
        Files.isRegularFile(file)
            ? Encoding.decode(Input.bytes(option, file, Input.MOST_BYTES)).bytes()
            : Texts.bytes(option, given);
    if (bytes.length() == KEY_ID) {
      return new ReceiptKey(bytes, Optional.empty());
    }
    List<Form> forms =
        bytes.length() == POINT ? List.of(point -> ofPoint(Signatures.requirePoint(point))) : FORMS;
    for (Form form : forms) {
      try {
        return form.read(bytes);
      } catch (Malformed _) {
        // another form, then
      }
    }
    throw new UnusableInput(
        option
            + " is no P-256 key: give a file, or base64, of the key id (32 bytes), the point (65"
            + " bytes), the SubjectPublicKeyInfo, the certificate or the attestation object");
  }

  private static ReceiptKey ofPoint(Bytes point) {
    return new ReceiptKey(Bytes.sha256(point), Optional.empty());
  }

  private static ReceiptKey ofAttestation(Bytes object) throws Malformed {
    List<Bytes> chain = AttestationObject.decode(object).x5c();
    if (chain.isEmpty()) {
      throw new Malformed("x5c is empty");
    }
    return ofLeaf(chain.getFirst());
  }

  private static ReceiptKey ofLeaf(Bytes der) throws Malformed {
    Bytes point = Certificates.point(Certificates.decode(der));
    return new ReceiptKey(Bytes.sha256(point), Optional.of(der));
  }
}
