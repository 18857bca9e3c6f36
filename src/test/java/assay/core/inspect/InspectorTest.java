package assay.core.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.core.Bytes;
import assay.core.inspect.node.Node;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InspectorTest {
  private final Inspector inspector = new Inspector(Samples.NONE);

  @Test
  void eachKindIsFoundByItsStructure() {
    assertKind(Kind.ATTESTATION, Samples.attestation());
    assertKind(Kind.RECEIPT, Samples.receipt());
    assertKind(Kind.CERTIFICATE, Samples.leaf());
    assertKind(Kind.AUTHENTICATOR_DATA, Samples.authData());
    assertKind(Kind.ASSERTION, Bytes.hex("a1697369676e617475726540"));
    assertKind(Kind.ASSERTION, Bytes.hex("a17161757468656e74696361746f7244617461"));
  }

  @Test
  void cutOffObjectsAreFoundAsSoonAsTheyNameThemselves() {
    assertKind(Kind.ATTESTATION, Samples.attestation().slice(0, 5));
    assertKind(Kind.RECEIPT, Samples.receipt().slice(0, 13));
    assertKind(Kind.CERTIFICATE, Samples.leaf().slice(0, 13));
    assertEquals(
        "4 bytes that begin with a3 63 66 6d, nothing that App Attest makes",
        reason(Samples.attestation().slice(0, 4)));
  }

  @Test
  void aCertificateOfTheFirstVersionBeginsWithItsSerialNumber() {
    assertKind(Kind.CERTIFICATE, Bytes.hex("30053003020101"));
    assertEquals(
        "7 bytes that begin with 30 05 30 03 04 01 01, nothing that App Attest makes",
        reason(Bytes.hex("30053003040101")));
    assertEquals(
        "2 bytes that begin with 30 00, nothing that App Attest makes", reason(Bytes.hex("3000")));
  }

  @Test
  void otherInputIsDescribed() {
    assertEquals("empty", reason(Bytes.EMPTY));
    assertEquals("empty", reason(Bytes.utf8(" \n")));
    assertEquals("text", reason(Bytes.utf8("Hello, world!")));
    String json = "JSON; give the value of the one member that holds the object";
    assertEquals(json, reason(Bytes.utf8(" {\"a\": 1}")));
    assertEquals(json, reason(Bytes.utf8("[1]")));
    assertEquals(
        "text in base64 once it is decoded: it was encoded twice",
        reason(Bytes.utf8("o2NmbXRvYXBwbGUtYXBwYXR0ZXN0")));
    assertEquals(
        "a CBOR map of a, which is neither an attestation nor an assertion",
        reason(Bytes.hex("a1616101")));
    assertEquals(
        "a CBOR map of a, b, c, d, e, which is neither an attestation nor an assertion",
        reason(Bytes.hex("a56161016162016163016164016165f6")));
    assertEquals(
        "a CBOR map of a, b, c, d, e, …, which is neither an attestation nor an assertion",
        reason(Bytes.hex("a6616101616201616301616401616501616601")));
    assertEquals(
        "9 bytes that begin with 00 01 02 03 04 05 06 07, nothing that App Attest makes",
        reason(Bytes.hex("000102030405060708")));
  }

  @Test
  void aReasonHoldsNoControlCharacters() {
    assertEquals(
        "a CBOR map of \\u001b[2J, which is neither an attestation nor an assertion",
        reason(Bytes.hex("a1641b5b324a01")));
  }

  @Test
  void nothingLargerThanSixtyFourKibibytesIsInspected() {
    Bytes large = Bytes.of(new byte[Inspector.MOST_BYTES + 1]);
    String message = "65537 bytes long, and no more than 65536 are inspected";
    assertEquals(message, reason(large));
    assertEquals(
        message,
        assertInstanceOf(
                Inspection.Unusable.class, inspector.inspect(large, Kind.AUTHENTICATOR_DATA))
            .reason());
    assertEquals(
        message + "; it looks like JSON; give the value of the one member that holds the object",
        reason(Bytes.utf8("{" + " ".repeat(Inspector.MOST_BYTES))));
    Bytes largest = Bytes.of(new byte[Inspector.MOST_BYTES]);
    assertInstanceOf(
        Inspection.Recognised.class, inspector.inspect(largest, Kind.AUTHENTICATOR_DATA));
  }

  @Test
  void emptyInputIsOfNoKind() {
    assertEquals(
        new Inspection.Unusable("empty"), inspector.inspect(Bytes.EMPTY, Kind.CERTIFICATE));
  }

  @Test
  void aKindThatIsForcedIsTheKindOfTheAnswer() {
    Inspection.Recognised forced =
        assertInstanceOf(
            Inspection.Recognised.class, inspector.inspect(Bytes.utf8("Hello"), Kind.ATTESTATION));
    assertEquals(Kind.ATTESTATION, forced.kind());
    assertEquals(5, forced.tree().length());
  }

  @Test
  void noiseIsAnsweredUnderEveryKind() {
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      byte[] noise = new byte[1 + random.nextInt(200)];
      random.nextBytes(noise);
      for (Kind kind : Kind.values()) {
        Inspection answer = inspector.inspect(Bytes.of(noise), kind);
        assertEquals(kind, assertInstanceOf(Inspection.Recognised.class, answer).kind());
      }
    }
  }

  @Test
  void slugsAreSpelledWithHyphens() {
    assertEquals("authenticator-data", Kind.AUTHENTICATOR_DATA.slug());
    assertEquals("attestation object", Kind.ATTESTATION.description());
  }

  @Test
  void nodesHoldNoControlCharactersAndCannotBeChanged() {
    Node node = Node.remark("a\u0000", "\u001b\u202e\u2028\ue000\ud800 ü😀", "\n");
    assertEquals("a\\u0000", node.name());
    assertEquals("\\u001b\\u202e\\u2028\\ue000\\ud800 ü😀", node.value());
    assertEquals("\\u000a", node.meaning());
    assertThrows(UnsupportedOperationException.class, () -> node.children().add(node));
  }

  private void assertKind(Kind expected, Bytes object) {
    Inspection inspection = inspector.inspect(object);
    assertEquals(expected, assertInstanceOf(Inspection.Recognised.class, inspection).kind());
  }

  private String reason(Bytes object) {
    return assertInstanceOf(Inspection.Unusable.class, inspector.inspect(object)).reason();
  }
}
