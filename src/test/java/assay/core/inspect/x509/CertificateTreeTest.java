package assay.core.inspect.x509;

import static assay.core.inspect.Trees.assertField;
import static assay.core.inspect.Trees.at;
import static assay.core.inspect.Trees.errors;
import static assay.core.inspect.Trees.names;
import static assay.core.inspect.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.attestation.AttestationVerifier;
import assay.core.inspect.Encoding;
import assay.core.inspect.Kind;
import assay.core.inspect.Samples;
import assay.core.inspect.asn1.Asn1Item;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateTreeTest {
  @Test
  void theLeafOfApplesSampleIsShownFieldByField() {
    Node tree = tree(Kind.CERTIFICATE, Samples.leaf());
    assertField("0+1057  | ", tree);
    assertEquals(List.of("signed part", "signed with", "signature"), names(tree));
    assertField("939+12 ecdsa-with-SHA256 (1.2.840.10045.4.3.2) | ", at(tree, "signed with"));
    assertTrue(at(tree, "signature").value().startsWith("3065023021bcc768"));
    Node signed = at(tree, "signed part");
    assertEquals(
        List.of(
            "version",
            "serial number",
            "signature algorithm",
            "issuer",
            "validity",
            "subject",
            "public key",
            "extensions"),
        names(signed));
    assertField("8+5 3 | ", at(signed, "version"));
    assertField(
        "13+8 019db13f0b4e | as milliseconds since 1970: 2026-04-21T18:13:12.142Z",
        at(signed, "serial number"));
    assertField(
        "33+81 CN=Apple App Attestation CA 1,O=Apple Inc.,ST=California | ", at(signed, "issuer"));
    assertField("116+15 2026-04-20T18:13:12Z | ", at(signed, "validity", "not before"));
    assertField("131+15 2026-04-23T18:13:12Z | 3 days in all", at(signed, "validity", "not after"));
    assertField(
        "146+148 CN=ce0498f58483fbb4da0d7b2c63a5a538f552d4adcb9a4fa916195c49613e655d,"
            + "OU=AAA Certification,O=Apple Inc.,ST=California"
            + " | the common name is the key id in hexadecimal",
        at(signed, "subject"));
    assertField(
        "296+21 id-ecPublicKey (1.2.840.10045.2.1), P-256 (1.2.840.10045.3.1.7) | ",
        at(signed, "public key", "algorithm"));
    Node key = at(signed, "public key", "key");
    assertTrue(key.value().startsWith("044332544acf"), key.value());
    assertEquals(130, key.value().length());
    assertEquals(
        "an uncompressed point; its SHA-256 as a key id:"
            + " zgSY9YSD+7TaDXssY6WlOPVS1K3Lmk+pFhlcSWE+ZV0=",
        key.meaning());
    assertEquals(List.of(), errors(tree));
  }

  @Test
  void extensionsAreDecodedByName() {
    Node extensions = at(tree(Kind.CERTIFICATE, Samples.leaf()), "signed part", "extensions");
    assertField(
        "393+14 not a certificate authority | 2.5.29.19: whether the key may sign certificates",
        at(extensions, "basicConstraints (critical)"));
    assertField(
        "407+16 digital signature, non-repudiation, key encipherment, data encipherment"
            + " | 2.5.29.15",
        at(extensions, "keyUsage (critical)"));
    assertField(
        "423+22 App Attest leaf (1.2.840.113635.100.4.24)"
            + " | 2.5.29.37: in leaves since February 2026",
        at(extensions, "extKeyUsage"));
    assertField(
        "817+32 87b7d06d93a4294e46f011e66b6cc400f0bab20729976c619580b42ae60bff6e | ",
        at(extensions, "nonce", "value"));
    Node app = at(extensions, "app properties", "value");
    assertField("495+34 1234567890.com.example.myapp | ", at(app, "[1204] App ID"));
    assertField("462+5 10 | ", at(app, "[4]"));
    assertEquals(12, app.children().size());
    Node system = at(extensions, "system properties", "value");
    assertField("589+10 27.0 | ", at(system, "[1400] OS version"));
    assertField("619+13 24A325b | ", at(system, "[1403] OS build"));
    assertField("768+14 iphoneos | ", at(system, "[1026] platform"));
    assertField("782+14 Internal | ", at(system, "[1029] kind of OS build"));
    assertField("606+13 1.0.216 | ", at(system, "[1401]"));
  }

  @Test
  void accessControlIsShownByOperation() {
    Node value =
        at(
            tree(Kind.CERTIFICATE, Samples.leaf()),
            "signed part",
            "extensions",
            "key access control",
            "value");
    assertEquals(
        "not Apple's constant for a Mac with full security, which only Macs have", value.meaning());
    assertEquals(870, value.offset());
    assertEquals(List.of("version", "okd", "oa", "osgn", "odel", "ock"), names(value));
    assertField("872+4 11 | ", at(value, "version"));
    assertField("878+12 [1] TRUE | ", at(value, "okd"));
  }

  @Test
  void macsAccessControlIsKnown() {
    Node node =
        extension(
            "1.2.840.113635.100.8.6", "3046a3440442" + AttestationVerifier.FULL_SECURITY.hex());
    Node value = at(node, "value");
    assertEquals("Apple's constant for a Mac with full security", value.meaning());
    assertEquals(List.of("version", "ok", "oa", "odel", "osgn"), names(value));
    assertEquals("[1] TRUE", at(value, "ok").value());
    assertEquals("[0] \"rsec\", { [6] 1 }", at(value, "osgn").value());
  }

  @Test
  void extensionsOfAnotherShapeAreSaidSo() {
    String nonce = "this is not SEQUENCE { [1] OCTET STRING of 32 bytes }";
    String octets = "00".repeat(32);
    assertEquals(List.of(), messages(extension("1.2.840.113635.100.8.2", "3024a1220420" + octets)));
    assertEquals(
        List.of(nonce),
        messages(extension("1.2.840.113635.100.8.2", "3023a121041f" + "00".repeat(31))));
    assertEquals(
        List.of(nonce), messages(extension("1.2.840.113635.100.8.2", "3024a2220420" + octets)));
    assertEquals(
        List.of(nonce), messages(extension("1.2.840.113635.100.8.2", "3124a1220420" + octets)));
    assertEquals(
        List.of(nonce), messages(extension("1.2.840.113635.100.8.2", "3024a1220c20" + octets)));
    assertEquals(
        List.of(nonce),
        messages(extension("1.2.840.113635.100.8.2", "3026a1220420" + octets + "0500")));
    assertEquals(
        List.of("bytes after the value"),
        messages(extension("1.2.840.113635.100.8.2", "3024a1220420" + octets + "0500")));
    assertEquals(
        List.of("this is not SEQUENCE { [3] OCTET STRING }"),
        messages(extension("1.2.840.113635.100.8.6", "3000")));
    assertEquals(
        List.of("this is not a SEQUENCE of tagged values"),
        messages(extension("1.2.840.113635.100.8.5", "0500")));
    assertEquals(List.of("the value is not whole ASN.1"), messages(extension("1.2.3.4", "3005")));
  }

  @Test
  void otherExtensionsShowTheirValueInOneLine() {
    assertEquals("certificate authority", extension("2.5.29.19", "30030101ff").value());
    assertEquals(
        "certificate authority, path length 2", extension("2.5.29.19", "30060101ff020102").value());
    assertEquals("not a certificate authority", extension("2.5.29.19", "3003010100").value());
    assertEquals("certificate signing, CRL signing", extension("2.5.29.15", "03020106").value());
    assertEquals(
        "digital signature, encipher only, decipher only",
        extension("2.5.29.15", "0303078180").value());
    Node unknown = extension("1.2.3.4", "30050201070500");
    assertEquals("1.2.3.4", unknown.name());
    assertEquals("7, NULL", unknown.value());
    assertEquals("", unknown.meaning());
    assertEquals("NULL", extension("1.2.840.113635.100.12.15", "0500").value());
    assertEquals(
        "1.2.840.113635.100.12.15: Apple marks who signs receipts",
        extension("1.2.840.113635.100.12.15", "0500").meaning());
  }

  @Test
  void rootsSignThemselves() throws IOException {
    Bytes pem = Bytes.of(Files.readAllBytes(Path.of("certs/Apple_App_Attestation_Root_CA.pem")));
    Encoding.Decoded decoded = Encoding.decode(pem);
    assertEquals(Encoding.PEM, decoded.encoding());
    CertificateTree root = CertificateTree.of("root", "", Region.input(decoded.bytes()));
    assertEquals(List.of(), errors(root.node()));
    Node signed = at(root.node(), "signed part");
    assertEquals("0bf3be0ef1cdd2e0fb8c6e721f621798", at(signed, "serial number").value());
    assertEquals("9127 days in all", at(signed, "validity", "not after").meaning());
    assertEquals("", at(signed, "subject").meaning());
    assertEquals("", at(signed, "public key", "key").meaning());
    Node chain = ChainTree.of(List.of(root, root), Security.getProvider("SunEC"));
    assertField(
        "-1+0 issued by root | CN=Apple App Attestation Root CA,O=Apple Inc.,ST=California;"
            + " the signature fits",
        chain.children().getFirst());
    assertField(
        "-1+0 issued by itself | CN=Apple App Attestation Root CA,O=Apple Inc.,ST=California;"
            + " the signature fits",
        chain.children().getLast());
    CertificateTree leaf = CertificateTree.of("leaf", "", Region.input(Samples.leaf()));
    assertEquals(
        "not issued by the next one",
        ChainTree.of(List.of(leaf, root), Samples.NONE).children().getFirst().value());
    assertEquals(
        4, ChainTree.of(List.of(leaf, root, leaf, root, leaf), Samples.NONE).children().size());
  }

  @Test
  void everyTruncationHasOneErrorAtItsEnd() {
    Bytes good = Samples.leaf();
    for (int length = 1; length < good.length(); length += length < 60 ? 1 : 5) {
      Node tree = tree(Kind.CERTIFICATE, good.slice(0, length));
      List<String> errors = errors(tree);
      assertTrue(
          tree.errors().getLast().offset() <= length && !errors.isEmpty() && errors.size() <= 2,
          errors::toString);
      if (length >= 4) {
        assertEquals(1, errors.size(), errors::toString);
      }
    }
  }

  @Test
  void whatIsNoCertificateIsSaidSo() {
    assertEquals(
        List.of("0: this is NULL, not the beginning of a certificate"),
        errors(tree(Kind.CERTIFICATE, "0500")));
    assertEquals(
        List.of("2: the signed part should be here"), errors(tree(Kind.CERTIFICATE, "3000")));
    assertEquals(
        List.of("1057: 2 bytes after the certificate"),
        errors(tree(Kind.CERTIFICATE, Samples.leaf().concat(Bytes.hex("0500")))));
    assertEquals(
        List.of(
            "4: the serial number should be here", "6: the signature's algorithm should be here"),
        errors(tree(Kind.CERTIFICATE, "30043002 0500")));
  }

  @Test
  void whatTheLibraryRefusesIsItsWord() {
    byte[] bytes = Samples.leaf().toArray();
    bytes[948] ^= 1; // the outer algorithm is no longer the inner one
    List<String> errors = errors(tree(Kind.CERTIFICATE, Bytes.of(bytes)));
    assertEquals(1, errors.size());
    assertTrue(errors.getFirst().startsWith("0: a certificate does not parse"), errors::toString);
  }

  @Test
  void namesAndTimesThatAreNoneAreSaidSo() {
    byte[] bytes = Samples.leaf().toArray();
    bytes[118] = 'x'; // in notBefore
    assertEquals(List.of("116: this is no time"), errors(tree(Kind.CERTIFICATE, Bytes.of(bytes))));
    bytes = Samples.leaf().toArray();
    bytes[35] = 0x30; // a SEQUENCE where the issuer's name has a SET
    assertTrue(
        errors(tree(Kind.CERTIFICATE, Bytes.of(bytes)))
            .toString()
            .contains("33: this is no distinguished name"));
  }

  private static List<String> messages(Node tree) {
    return tree.errors().stream().map(Node::meaning).toList();
  }

  /** One extension, not critical, that holds the given bytes. */
  private static Node extension(String oid, String hex) {
    try {
      byte[] identifier = new org.bouncycastle.asn1.ASN1ObjectIdentifier(oid).getEncoded();
      byte[] octets =
          new org.bouncycastle.asn1.DEROctetString(Bytes.hex(hex.replace(" ", "")).toArray())
              .getEncoded();
      Bytes content = Bytes.of(identifier).concat(Bytes.of(octets));
      Bytes whole = Bytes.of((byte) 0x30, (byte) content.length()).concat(content);
      return ExtensionTree.of(Asn1Item.read(Region.input(whole)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
