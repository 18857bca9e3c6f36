package assay.core.diagnosis;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.assertion.AssertionObject;
import assay.core.attestation.AttestationObject;
import assay.core.authenticator.Cbor;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import assay.core.receipt.SignedReceipt;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Bytes that are not the object they should be, and are something else. */
final class FormatDiagnosis {
  /** The attestation formats that WebAuthn registers, {@code apple} among them. */
  private static final Set<String> WEBAUTHN =
      Set.of(
          "apple",
          "none",
          "packed",
          "tpm",
          "android-key",
          "android-safetynet",
          "fido-u2f",
          "compound");

  /** SEQUENCE of indefinite length, then the object identifier of CMS SignedData. */
  private static final Bytes RECEIPT_HEAD = Bytes.hex("308006092a864886f70d010702");

  private static final Bytes RECEIPT_HEAD_IN_DER = Bytes.hex("06092a864886f70d010702");
  private static final int DER_HEADER = 4;

  private static final List<Function<String, byte[]>> TEXTS =
      List.of(
          Base64.getDecoder()::decode,
          Base64.getUrlDecoder()::decode,
          Base64.getMimeDecoder()::decode,
          HexFormat.of()::parseHex);

  private FormatDiagnosis() {}

  private interface Decoder {
    Object decode(Bytes object) throws Malformed;
  }

  static Optional<Diagnosis> ofAttestation(Bytes object) {
    if (decodes(AttestationObject::decode, object)) {
      return webAuthn(object); // then it is the authenticator data that does not decode
    }
    return decodes(AssertionObject::decode, object)
        ? proved(Mistake.ASSERTION_AS_ATTESTATION)
        : webAuthn(object).or(() -> other(object, AttestationObject::decode));
  }

  static Optional<Diagnosis> ofAssertion(Bytes object) {
    if (decodes(AssertionObject::decode, object)) {
      return Optional.empty();
    }
    return decodes(AttestationObject::decode, object)
        ? proved(Mistake.ATTESTATION_AS_ASSERTION)
        : other(object, AssertionObject::decode);
  }

  static Optional<Diagnosis> ofReceipt(Bytes object) {
    if (decodes(SignedReceipt::decode, object)) {
      return Optional.empty(); // then it is a field that is missing
    }
    return decodes(AttestationObject::decode, object)
        ? proved(Mistake.ATTESTATION_AS_RECEIPT)
        : isReceipt(object) ? Optional.empty() : other(object, SignedReceipt::decode);
  }

  private static Optional<Diagnosis> other(Bytes object, Decoder right) {
    if (object.isEmpty()) {
      return proved(Mistake.OBJECT_EMPTY);
    }
    if (isReceipt(object)) {
      return proved(Mistake.RECEIPT_AS_OBJECT);
    }
    return object.length() <= 2 * AttestationObject.MOST_BYTES
            && TEXTS.stream().anyMatch(text -> decodes(right, text, object))
        ? proved(Mistake.OBJECT_ENCODED_TWICE)
        : Optional.empty();
  }

  private static Optional<Diagnosis> proved(Mistake mistake) {
    return Optional.of(Diagnosis.proved(mistake, mistake.sentence()));
  }

  private static Optional<Diagnosis> webAuthn(Bytes object) {
    try {
      if (object.length() > AttestationObject.MOST_BYTES) {
        return Optional.empty();
      }
      String format = Cbor.map(object).requiredText("fmt");
      return WEBAUTHN.contains(format)
          ? Optional.of(
              Diagnosis.proved(
                  Mistake.WEBAUTHN_OBJECT,
                  "The object's fmt is \""
                      + format
                      + "\", a format of WebAuthn; App Attest's is \"apple-appattest\"."))
          : Optional.empty();
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  private static boolean isReceipt(Bytes object) {
    return startsWith(object, RECEIPT_HEAD)
        || (object.length() > DER_HEADER
            && object.at(0) == 0x30
            && startsWith(object.from(DER_HEADER), RECEIPT_HEAD_IN_DER));
  }

  private static boolean startsWith(Bytes bytes, Bytes head) {
    return bytes.length() >= head.length() && bytes.slice(0, head.length()).equals(head);
  }

  private static boolean decodes(Decoder decoder, Function<String, byte[]> text, Bytes object) {
    try {
      return decodes(decoder, Bytes.of(text.apply(object.text().strip())));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean decodes(Decoder decoder, Bytes object) {
    try {
      decoder.decode(object);
      return true;
    } catch (Malformed _) {
      return false;
    }
  }
}
