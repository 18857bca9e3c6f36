package assay.core.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.Forged;
import assay.core.Malformed;
import assay.core.assertion.AssertionObject;
import assay.core.pki.Signatures;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which keys a signature may be of. */
final class SignersTest {
  private static final Bytes OBJECT = Forged.assertionObject();

  @Test
  void theKeyThatSignedIsOneOfTwo() {
    List<Bytes> signers = Signers.of(OBJECT, Forged.CLIENT_DATA_HASH);
    assertEquals(2, signers.size());
    assertTrue(signers.contains(Forged.KEY_ID));
  }

  @Test
  void ofAnotherMessageItIsNone() {
    List<Bytes> signers = Signers.of(OBJECT, Bytes.sha256(Bytes.utf8("another")));
    assertEquals(2, signers.size());
    assertFalse(signers.contains(Forged.KEY_ID));
  }

  @Test
  void bytesThatAreNoAssertionAreNobodys() {
    assertEquals(List.of(), Signers.of(Bytes.EMPTY, Forged.CLIENT_DATA_HASH));
    Bytes unsigned = Forged.assertionObject(Bytes.of(new byte[64]), Bytes.of(new byte[37]));
    assertEquals(List.of(), Signers.of(unsigned, Forged.CLIENT_DATA_HASH));
  }

  @Test
  void theSignatureIsGoodUnderBothKeysThatFit() throws Malformed {
    AssertionObject object = AssertionObject.decode(OBJECT);
    Bytes message = Bytes.sha256(object.data().raw(), Forged.CLIENT_DATA_HASH);
    List<Bytes> points = Signatures.signers(Bytes.sha256(message), object.signature());
    assertEquals(2, points.stream().distinct().count());
    for (Bytes point : points) {
      assertTrue(
          Forged.SIGNATURES.verify(Forged.SIGNATURES.key(point), message, object.signature()));
    }
  }

  @Test
  void aSignatureInFixedWidthIsReadOnlyAtItsOwnLength() {
    assertEquals(
        Optional.of("3006020101020102"),
        Signatures.ofFixedWidth(number(1).concat(number(2))).map(Bytes::hex));
    assertEquals(Optional.empty(), Signatures.ofFixedWidth(number(1)));
    assertEquals(Optional.empty(), Signatures.ofFixedWidth(Bytes.hex("ff".repeat(64))));
  }

  private static Bytes number(int value) {
    return Bytes.of(new byte[31]).concat(Bytes.of((byte) value));
  }
}
