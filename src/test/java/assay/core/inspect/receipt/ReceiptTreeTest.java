package assay.core.inspect.receipt;

import static assay.core.inspect.Trees.assertField;
import static assay.core.inspect.Trees.at;
import static assay.core.inspect.Trees.errors;
import static assay.core.inspect.Trees.names;
import static assay.core.inspect.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.inspect.Kind;
import assay.core.inspect.Samples;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReceiptTreeTest {
  @Test
  void theContainerIsShownByItsParts() {
    Node tree = tree(Kind.RECEIPT, Samples.receipt());
    assertField("0+3977  | Apple's word on the device's use of App Attest", tree);
    assertField("2+11 signedData (1.2.840.113549.1.7.2) | ", at(tree, "content type"));
    Node data = at(tree, "signed data");
    assertEquals(
        List.of("version", "digest algorithms", "content", "certificates", "signers"), names(data));
    assertField("17+3 1 | ", at(data, "version"));
    assertField(
        "20+17 { { sha256 (2.16.840.1.101.3.4.2.1), NULL } } | ", at(data, "digest algorithms"));
    assertField("39+11 data (1.2.840.113549.1.7.1) | ", at(data, "content", "content type"));
    assertEquals(
        List.of("certificate 0", "certificate 1", "certificate 2", "chain"),
        names(at(data, "certificates")));
    assertField("1419+946  | ", at(data, "certificates", "certificate 0"));
    assertEquals(List.of(), errors(tree));
  }

  @Test
  void theSignerIsFoundByItsIdentifier() {
    Node signer = at(tree(Kind.RECEIPT, Samples.receipt()), "signed data", "signers", "signer");
    assertField("3721+3 1 | ", at(signer, "version"));
    assertField("3724+147  | certificate 0", at(signer, "identifier"));
    assertField(
        "3853+18 66023880001426f75d8b0e152c5f6e43 | ", at(signer, "identifier", "serial number"));
    assertEquals(
        "CN=Apple Application Integration CA 5 - G1,OU=Apple Certification Authority,"
            + "O=Apple Inc.,C=US",
        at(signer, "identifier", "issuer").value());
    assertField("3871+15 sha256 (2.16.840.1.101.3.4.2.1) | ", at(signer, "digest algorithm"));
    assertField(
        "3886+12 ecdsa-with-SHA256 (1.2.840.10045.4.3.2) | ", at(signer, "signature algorithm"));
    assertEquals("over the payload", at(signer, "signature").meaning());
    assertTrue(at(signer, "signature").value().startsWith("304502205a7e188b"));
    assertField("-1+0 absent | the signature is over the payload", at(signer, "signed attributes"));
    byte[] bytes = Samples.receipt().toArray();
    bytes[3870] ^= 1; // the last digit of the serial number
    assertEquals(
        "none of the certificates here",
        at(tree(Kind.RECEIPT, Bytes.of(bytes)), "signed data", "signers", "signer", "identifier")
            .meaning());
  }

  @Test
  void thePayloadIsPutTogetherFromItsChunks() {
    Node payload = at(tree(Kind.RECEIPT, Samples.receipt()), "signed data", "content", "payload");
    assertField("52+1361  | what is signed: a set of fields, cut into 2 chunks", payload);
    assertField("58+1000 1000 bytes | ", payload.children().getFirst());
    assertField("1062+349 349 bytes | ", payload.children().get(1));
    Node fields = at(payload, "fields");
    assertField(
        "0+1349  | offsets from here on count within the 1349 bytes of the payload", fields);
    assertEquals(Node.Origin.PAYLOAD, fields.origin());
    assertEquals(Node.Origin.INPUT, payload.origin());
    assertField("4+38 1234567890.com.example.myapp | ", at(fields, "field 2: App ID"));
    assertField("42+1071  | the whole leaf certificate", at(fields, "field 3: attested key"));
    assertField("56+1057  | ", at(fields, "field 3: attested key", "certificate"));
    assertField(
        "1113+34 "
            + Bytes.utf8("example_server_challenge").hex()
            + " | exact in an ATTEST receipt, mangled in a RECEIPT",
        at(fields, "field 4: client data hash"));
    assertEquals(88, at(fields, "field 5: token").value().length());
    assertField(
        "1245+16 ATTEST | ATTEST from an attestation, RECEIPT from Apple's server",
        at(fields, "field 6: receipt type"));
    assertField("1261+20 production | undocumented", at(fields, "field 7: environment"));
    assertField("1281+34 2026-04-21T18:13:12.153Z | ", at(fields, "field 12: creation time"));
    assertField("1315+34 2026-07-20T18:13:12.153Z | ", at(fields, "field 21: expiration time"));
  }

  @Test
  void everyTruncationShowsWhatIsThereAndEndsWhereTheBytesEnd() {
    Bytes good = Samples.receipt();
    for (int length = 2; length < good.length(); length += 13) {
      Node tree = tree(Kind.RECEIPT, good.slice(0, length));
      assertEquals(1, tree.errors().size(), errors(tree)::toString);
      assertTrue(tree.errors().getFirst().meaning().startsWith("cut off"), errors(tree)::toString);
      assertEquals(length, tree.errors().getFirst().offset());
    }
    Node half = tree(Kind.RECEIPT, good.slice(0, 1200));
    assertEquals(
        "1234567890.com.example.myapp",
        at(half, "signed data", "content", "payload", "fields", "field 2: App ID").value());
  }

  @Test
  void whatIsNoReceiptIsSaidSo() {
    assertEquals(
        List.of("0: this is NULL, not the beginning of a CMS message"),
        errors(tree(Kind.RECEIPT, "0500")));
    assertEquals(
        List.of("3977: 1 byte after the receipt"),
        errors(tree(Kind.RECEIPT, Samples.receipt().concat(Bytes.hex("00")))));
    assertEquals(
        List.of("13: the signed data should be here"),
        errors(tree(Kind.RECEIPT, "300b 06092a864886f70d010702")));
    assertEquals(
        List.of("15: SignedData should be here"),
        errors(tree(Kind.RECEIPT, "300f 06092a864886f70d010702 a002 0500")));
    assertEquals(
        List.of("17: the version should be here"),
        errors(tree(Kind.RECEIPT, "300f 06092a864886f70d010702 a002 3000")));
  }

  @Test
  void aPayloadInOnePieceHasOffsetsInTheInput() {
    Node tree =
        tree(
            Kind.RECEIPT,
            "3033 06092a864886f70d010702 a026 3024 020101 3100"
                + " 301b 06092a864886f70d010701 a00e 040c 310a 3008 020102 020101 0400"
                + " 3100");
    Node payload = at(tree, "signed data", "content", "payload");
    assertEquals("what is signed: a set of fields", payload.meaning());
    Node field = payload.children().getFirst();
    assertEquals("field 2: App ID", field.name());
    assertEquals(Node.Origin.INPUT, field.origin());
    assertEquals(payload.offset() + 4, field.offset());
    assertTrue(errors(tree).toString().contains("signers"), errors(tree)::toString);
  }

  @Test
  void signedAttributesAreShown() {
    Samples.Sample old =
        Samples.all().stream()
            .filter(sample -> sample.name().startsWith("ios14.0-dev-vhaupert-20200816"))
            .findFirst()
            .orElseThrow();
    Node signer =
        at(
            tree(Kind.ATTESTATION, old.bytes()),
            "attStmt",
            "receipt",
            "signed data",
            "signers",
            "signer");
    assertEquals("present", at(signer, "signed attributes").value());
    assertEquals(
        "the signature should be over these, not the payload",
        at(signer, "signed attributes").meaning());
    assertEquals("over the signed attributes", at(signer, "signature").meaning());
    assertEquals(1, names(signer).stream().filter("signed attributes"::equals).count());
  }

  @Test
  void refreshedReceiptsHaveARiskMetric() {
    Node tree =
        Samples.all().stream()
            .filter(sample -> sample.kind() == Kind.RECEIPT)
            .map(sample -> tree(Kind.RECEIPT, sample.bytes()))
            .findFirst()
            .orElseThrow();
    Node fields = at(tree, "signed data", "content", "payload", "fields");
    assertTrue(at(fields, "field 17: risk metric").value().matches("[0-9]+"));
    assertEquals("RECEIPT", at(fields, "field 6: receipt type").value());
    assertTrue(at(fields, "field 19: not before").value().endsWith("Z"));
  }

  @Test
  void fieldsThatAreWrongAreSaidSo() {
    assertFields("field 2: App ID = a", "02", "01", "61");
    assertFields("field 99: unknown = ff", "63", "01", "ff");
    assertFieldError("this is not what the field holds", "0c", "01", "61");
    assertFieldError("this is not what the field holds", "06", "01", "61");
    assertFieldError("this is not what the field holds", "11", "01", "2d31");
    assertFieldError("this is not what the field holds", "13", "01", "");
    assertFieldError("this is not what the field holds", "15", "01", "61");
    assertFieldError("a field is of version 1", "02", "02", "61");
    assertFieldError("cut off inside a tag or length", "03", "01", "61");
  }

  @Test
  void timesMayDropTheirFraction() {
    assertEquals(
        List.of(), payloadErrors(field("0c", "01", Bytes.utf8("2021-01-25T09:24:12Z").hex())));
    assertEquals(
        List.of(), payloadErrors(field("0c", "01", Bytes.utf8("2021-01-25T09:24:12.7Z").hex())));
    assertEquals(List.of(), payloadErrors(field("11", "01", "313233343536373839")));
    assertEquals(1, payloadErrors(field("11", "01", "31323334353637383930")).size());
    assertEquals(List.of(), payloadErrors(field("06", "01", Bytes.utf8("RECEIPT").hex())));
  }

  @Test
  void duplicateFieldsAreSaidSoAtTheSecond() {
    String twice = field("02", "01", "61").repeat(2);
    assertEquals(List.of("13: the field is there twice"), payloadErrors(twice));
  }

  @Test
  void payloadsOfAnotherShapeAreSaidSo() {
    assertEquals(
        List.of("0: this is SEQUENCE, not the beginning of a SET of fields"),
        errors(payload("3000")));
    assertEquals(List.of("2: 1 byte after the fields"), errors(payload("310000")));
    assertEquals(List.of("2: a field should be here"), errors(payload("31020500")));
    assertEquals(List.of("4: a type should be here"), errors(payload("31023000")));
    assertEquals(List.of("7: a version should be here"), errors(payload("31053003020102")));
    assertEquals(List.of("10: a value should be here"), errors(payload("31083006020102020101")));
    assertEquals("field -1: unknown", payload("31053003 0201ff").children().getFirst().name());
    String large = "3109 3007 02050080000000";
    assertEquals("field -1: unknown", payload(large).children().getFirst().name());
    String largest = "3108 3006 02047fffffff";
    assertEquals("field 2147483647: unknown", payload(largest).children().getFirst().name());
  }

  private static void assertFields(String line, String... field) {
    Node node = payload("31" + length(field(field[0], field[1], field[2]))).children().getFirst();
    assertEquals(line, node.name() + " = " + node.value());
  }

  private static void assertFieldError(String message, String... field) {
    List<String> errors = payloadErrors(field(field[0], field[1], field[2]));
    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.getFirst().endsWith(": " + message), errors::toString);
  }

  private static List<String> payloadErrors(String fields) {
    return errors(payload("31" + length(fields)));
  }

  private static String field(String type, String version, String value) {
    return "30" + length("0201" + type + "0201" + version + "04" + length(value));
  }

  private static String length(String hex) {
    return String.format("%02x", hex.length() / 2) + hex;
  }

  private static Node payload(String hex) {
    Region region = Region.input(Bytes.hex(hex.replace(" ", "")));
    return region.node("payload", "", "", PayloadTree.of(region, Optional.empty()));
  }
}
