package assay.core.inspect;

import static assay.core.inspect.Trees.assertField;
import static assay.core.inspect.Trees.at;
import static assay.core.inspect.Trees.errors;
import static assay.core.inspect.Trees.names;
import static assay.core.inspect.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.attestation.AttestationObject;
import assay.core.authenticator.AttestedData;
import assay.core.inspect.node.Node;
import assay.core.pki.Certificates;
import assay.core.receipt.ReceiptFields;
import assay.core.receipt.SignedReceipt;
import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttestationTreeTest {
  /** {fmt, attStmt: {x5c: []}, authData: h''}. */
  private static final String EMPTY =
      "a3 63666d74 6f6170706c652d6170706174746573 74 67 61747453746d74 a1 63783563 80"
          + " 686175746844617461 40";

  @Test
  void applesSampleIsShownMemberByMember() {
    Node tree = tree(Kind.ATTESTATION, Samples.attestation());
    assertField("0+5906  | what attestKey returned", tree);
    assertEquals(List.of("fmt", "attStmt", "authData"), names(tree));
    assertField("5+16 apple-appattest | the format's name", at(tree, "fmt"));
    assertField("29+5640  | what Apple says of the key", at(tree, "attStmt"));
    assertField(
        "34+1647 2 elements | the leaf first; the verifier takes exactly two",
        at(tree, "attStmt", "x5c"));
    assertField(
        "38+1057  | the leaf: Apple attests to its key", at(tree, "attStmt", "x5c", "x5c[0]"));
    assertField("1098+583  | the intermediate", at(tree, "attStmt", "x5c", "x5c[1]"));
    assertField(
        "1692+3977  | Apple's word on the device's use of App Attest",
        at(tree, "attStmt", "receipt"));
    assertField(
        "5680+226  | of an attestation; not signed, but its hash is in the nonce",
        at(tree, "authData"));
    assertEquals(List.of(), errors(tree));
  }

  @Test
  void authenticatorDataAndReceiptAreComparedWithTheLeaf() {
    Node tree = tree(Kind.ATTESTATION, Samples.attestation());
    assertEquals("equals the leaf's key", at(tree, "authData", "COSE key").meaning());
    assertEquals(
        "the key id: zgSY9YSD+7TaDXssY6WlOPVS1K3Lmk+pFhlcSWE+ZV0=, SHA-256 of the leaf's key",
        at(tree, "authData", "credential id").meaning());
    assertEquals(
        "SHA-256 of the App ID that the leaf names: 1234567890.com.example.myapp",
        at(tree, "authData", "rpIdHash").meaning());
    Node field =
        at(
            tree,
            "attStmt",
            "receipt",
            "signed data",
            "content",
            "payload",
            "fields",
            "field 3: attested key");
    assertField("42+1071 the same as x5c[0] | the whole leaf certificate", field);
    assertEquals(Node.Origin.PAYLOAD, field.origin());
  }

  @Test
  void anotherKeyThanTheLeafsIsSaidSo() {
    byte[] bytes = Samples.attestation().toArray();
    bytes[5777] ^= 1; // in the COSE key's x
    bytes[5740] ^= 1; // in the credential id
    bytes[5690] ^= 1; // in rpIdHash
    Node tree = tree(Kind.ATTESTATION, Bytes.of(bytes));
    assertEquals(
        "NOT the leaf's key, which is the one that counts",
        at(tree, "authData", "COSE key").meaning());
    assertTrue(
        at(tree, "authData", "credential id")
            .meaning()
            .endsWith(", not the SHA-256 of the leaf's key"));
    assertEquals(
        "SHA-256 of another App ID than the leaf names",
        at(tree, "authData", "rpIdHash").meaning());
    assertEquals(List.of(), errors(tree));
  }

  @Test
  void theChainSaysWhoIssuedWhomAndWhetherTheSignatureFits() {
    Inspector inspector = new Inspector(Security.getProvider("SunEC"));
    Bytes good = Samples.attestation();
    Node chain = at(recognised(inspector.inspect(good)).tree(), "attStmt", "x5c", "chain");
    assertField("-1+0  | who issued whom; no root is asked", chain);
    assertField(
        "-1+0 issued by x5c[1] | CN=Apple App Attestation CA 1,O=Apple Inc.,ST=California;"
            + " the signature fits",
        at(chain, "x5c[0]"));
    assertField(
        "-1+0 issued by one that is not here | CN=Apple App Attestation Root CA,O=Apple Inc.,"
            + "ST=California",
        at(chain, "x5c[1]"));
    byte[] bytes = good.toArray();
    bytes[1050] ^= 1; // in the leaf's signature
    Node other = recognised(inspector.inspect(Bytes.of(bytes))).tree();
    assertTrue(
        at(other, "attStmt", "x5c", "chain", "x5c[0]")
            .meaning()
            .endsWith("; the signature does not fit"));
  }

  @Test
  void membersThatAreNotKnownAreShownAndIgnored() {
    Bytes good = Samples.attestation();
    Bytes extra = Bytes.hex("a4666364486173 68a2 6468617368 42abcd 6474797065 02".replace(" ", ""));
    Node tree = tree(Kind.ATTESTATION, extra.concat(good.from(1)));
    assertEquals(List.of(), errors(tree));
    assertField("8+15 2 members | not known, and ignored; nothing signs it", at(tree, "cdHash"));
    assertField("14+3 abcd | ", at(tree, "cdHash", "hash"));
    assertField("22+1 2 | ", at(tree, "cdHash", "type"));
    assertEquals(27, at(tree, "fmt").offset());
  }

  @Test
  void whatIsMissingIsSaidAtTheEndOfItsMap() {
    Node tree = tree(Kind.ATTESTATION, "a2 63666d74 6161 67617474 53746d74 a0");
    assertEquals(List.of("16: no member x5c", "16: no member authData"), errors(tree));
  }

  @Test
  void anObjectWithoutCertificatesIsStillDecoded() {
    Node tree = tree(Kind.ATTESTATION, EMPTY);
    assertEquals("0 elements", at(tree, "attStmt", "x5c").value());
    assertEquals(List.of("45: cut off: rpIdHash takes 32 bytes, 0 are left"), errors(tree));
  }

  @Test
  void anotherFormatIsTheVerifiersWord() {
    Bytes good = Samples.attestation();
    byte[] bytes = good.toArray();
    bytes[6] = 'b';
    assertEquals(
        List.of("0: fmt is \"bpple-appattest\", not \"apple-appattest\""),
        errors(tree(Kind.ATTESTATION, Bytes.of(bytes))));
  }

  @Test
  void membersOfAnotherTypeAreSaidSo() {
    Node tree =
        tree(
            Kind.ATTESTATION,
            "a3 63666d74 01 6761747453746d74 a2 63783563 8101 6772656365697074 a0"
                + " 686175746844617461 6161");
    assertEquals(
        List.of(
            "5: this is an integer, not text",
            "20: this is an integer, not a byte string",
            "29: this is a map, not a byte string",
            "39: this is text, not a byte string"),
        errors(tree));
    assertEquals("a", at(tree, "authData").value());
  }

  @Test
  void aStatementThatIsNoMapIsSaidSo() {
    Node tree = tree(Kind.ATTESTATION, "a1 6761747453746d74 05");
    assertTrue(errors(tree).contains("9: this is an integer, not a map"), errors(tree).toString());
  }

  @Test
  void bytesBehindTheObjectAreShown() {
    Node tree = tree(Kind.ATTESTATION, Samples.attestation().concat(Bytes.hex("00")));
    assertEquals(List.of("5906: 1 byte after the object"), errors(tree));
    assertEquals(5907, tree.length());
  }

  @Test
  void everyTruncationShowsWhatIsThereAndEndsWhereTheBytesEnd() {
    Bytes good = Samples.attestation();
    Inspector inspector = new Inspector(Samples.NONE);
    for (int length = 5; length < good.length(); length += length < 100 || length > 5650 ? 1 : 67) {
      Inspection.Recognised cut = recognised(inspector.inspect(good.slice(0, length)));
      assertEquals(Kind.ATTESTATION, cut.kind());
      List<Node> errors = cut.tree().errors();
      assertEquals(1, errors.size(), () -> "one error: " + errors);
      assertTrue(errors.getFirst().meaning().startsWith("cut off"), errors.toString());
      assertEquals(length, errors.getFirst().offset());
      assertEquals(0, errors.getFirst().length());
    }
  }

  @Test
  void whatTheVerifierRefusesHasAnErrorWhicheverByteIsChanged() {
    Bytes good = Samples.attestation();
    Inspector inspector = new Inspector(Samples.NONE);
    for (int i = 0; i < good.length(); i += 101) {
      byte[] bytes = good.toArray();
      bytes[i] ^= (byte) (1 << i % 8);
      Bytes changed = Bytes.of(bytes);
      boolean whole = recognised(inspector.inspect(changed, Kind.ATTESTATION)).whole();
      int at = i;
      assertTrue(!whole || decodes(changed), () -> "byte " + at);
    }
  }

  static List<Samples.Sample> deviceObjects() {
    return Samples.all();
  }

  @ParameterizedTest
  @MethodSource("deviceObjects")
  void whatDevicesMadeIsFoundAndDecodedWhole(Samples.Sample sample) {
    Inspection.Recognised found = recognised(new Inspector(Samples.NONE).inspect(sample.bytes()));
    assertEquals(sample.kind(), found.kind());
    assertEquals(List.of(), errors(found.tree()));
    assertTrue(found.whole());
  }

  @Test
  void aTagInFrontIsSeenThrough() {
    Bytes tagged = Bytes.hex("d9d9f7").concat(Samples.attestation());
    Inspection.Recognised found = recognised(new Inspector(Samples.NONE).inspect(tagged));
    assertEquals(Kind.ATTESTATION, found.kind());
    assertFalse(found.whole());
    assertEquals(List.of("0: tags are refused"), errors(found.tree()));
    assertEquals(8, at(found.tree(), "fmt").offset());
  }

  private static Inspection.Recognised recognised(Inspection inspection) {
    return assertInstanceOf(Inspection.Recognised.class, inspection);
  }

  private static boolean decodes(Bytes bytes) {
    try {
      AttestationObject object = AttestationObject.decode(bytes);
      AttestedData.decode(object.authData());
      for (Bytes certificate : object.x5c()) {
        Certificates.decode(certificate);
      }
      if (object.receipt().isPresent()) {
        ReceiptFields.decode(SignedReceipt.decode(object.receipt().get()).payload());
      }
      return true;
    } catch (Malformed _) {
      return false;
    }
  }
}
