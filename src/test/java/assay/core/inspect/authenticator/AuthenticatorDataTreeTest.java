package assay.core.inspect.authenticator;

import static assay.core.inspect.Trees.assertField;
import static assay.core.inspect.Trees.at;
import static assay.core.inspect.Trees.errors;
import static assay.core.inspect.Trees.names;
import static assay.core.inspect.Trees.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.authenticator.AttestedData;
import assay.core.authenticator.AuthenticatorData;
import assay.core.inspect.Kind;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthenticatorDataTreeTest {
  private static final String HASH = "97".repeat(32);
  private static final String HEAD = HASH + "c0" + "00000102";
  private static final String DEVELOPMENT = "617070617474657374646576656c6f70";
  private static final String CREDENTIAL = "0020" + "5c".repeat(32);
  private static final String KEY =
      "a5010203262001215820" + "11".repeat(32) + "225820" + "22".repeat(32);
  private static final String ATTESTED = HEAD + DEVELOPMENT + CREDENTIAL + KEY;

  /** {apple_validation_category_01: h'04000000', apple_bundle_version_01: "1.10"}. */
  private static final String EXTENSIONS =
      "a2"
          + "781c6170706c655f76616c69646174696f6e5f63617465676f72795f3031"
          + "4404000000"
          + "776170706c655f62756e646c655f76657273696f6e5f3031"
          + "64312e3130";

  @Test
  void anAttestationsIsShownWhateverItsFlagsSay() {
    Node tree = tree(Kind.AUTHENTICATOR_DATA, ATTESTED);
    assertEquals(
        List.of(
            "rpIdHash",
            "flags",
            "counter",
            "aaguid",
            "credential id length",
            "credential id",
            "COSE key"),
        names(tree));
    assertField("0+164  | of an attestation; not signed, but its hash is in the nonce", tree);
    assertField("0+32 " + HASH + " | SHA-256 of the App ID", at(tree, "rpIdHash"));
    assertField(
        "32+1 0xc0 ED AT | decide nothing: Apple sets AT and ED wrongly", at(tree, "flags"));
    assertField("33+4 258 | 0 in an attestation", at(tree, "counter"));
    assertField("37+16 appattestdevelop | development", at(tree, "aaguid"));
    assertField("53+2 32 | ", at(tree, "credential id length"));
    assertField(
        "55+32 " + "5c".repeat(32) + " | the key id: " + "XFxc".repeat(10) + "XFw=",
        at(tree, "credential id"));
    assertEquals(List.of(), errors(tree));
  }

  @Test
  void theCoseKeysMembersHaveTheirNames() {
    Node key = at(tree(Kind.AUTHENTICATOR_DATA, ATTESTED), "COSE key");
    assertField("87+77  | the device's word for its key; the leaf's counts", key);
    assertField("89+1 2 | EC2: two coordinates", at(key, "kty (1)"));
    assertField("91+1 -7 | ES256", at(key, "alg (3)"));
    assertField("93+1 1 | P-256", at(key, "crv (-1)"));
    assertField("95+34 " + "11".repeat(32) + " | ", at(key, "x (-2)"));
    assertField("130+34 " + "22".repeat(32) + " | ", at(key, "y (-3)"));
  }

  @Test
  void everyFlagHasItsName() {
    Node tree = tree(Kind.AUTHENTICATOR_DATA, HASH + "ff" + "00000001");
    assertEquals("0xff ED AT bit5 BS BE UV bit1 UP", at(tree, "flags").value());
    Node none = tree(Kind.AUTHENTICATOR_DATA, HASH + "00" + "00000001");
    assertEquals("0x00", at(none, "flags").value());
  }

  @Test
  void anAssertionsHasNothingOrExtensionsBehindItsCounter() {
    Node tree = tree(Kind.AUTHENTICATOR_DATA, HASH + "40" + "ffffffff");
    assertField("0+37  | of an assertion; signed", tree);
    assertField("33+4 4294967295 | grows with each assertion of the key", at(tree, "counter"));
    Node launched = tree(Kind.AUTHENTICATOR_DATA, HEAD + EXTENSIONS);
    assertEquals(List.of(), errors(launched));
    assertField(
        "37+65  | how the app was launched; version 27 and later", at(launched, "extensions"));
    assertField(
        "68+5 04000000 | 4 (App Store)",
        at(launched, "extensions", "apple_validation_category_01"));
    assertField(
        "97+5 1.10 | CFBundleVersion of the running build",
        at(launched, "extensions", "apple_bundle_version_01"));
  }

  @Test
  void otherExtensionsAreNamedToo() {
    Node extensions =
        at(
            tree(
                Kind.AUTHENTICATOR_DATA,
                HEAD
                    + "a5"
                    + "7276616c69646174696f6e43617465676f7279 03"
                    + "6d62756e646c6556657273696f6e 6132"
                    + "756170706c655f63645f686173685f686173685f3031 42abcd"
                    + "756170706c655f63645f686173685f747970655f3031 4102"
                    + "6178 80"),
            "extensions");
    assertField("57+1 3 | 3 (development)", at(extensions, "validationCategory"));
    assertField("72+2 2 | CFBundleVersion of the running build", at(extensions, "bundleVersion"));
    assertField(
        "96+3 abcd | code directory hash of the running executable; undocumented",
        at(extensions, "apple_cd_hash_hash_01"));
    assertField(
        "121+2 02 | how that hash was made: 02 is SHA-256; undocumented",
        at(extensions, "apple_cd_hash_type_01"));
    assertField("125+1 0 elements | not known, and ignored", at(extensions, "x"));
    assertEquals(List.of(), extensions.errors());
  }

  @Test
  void launchInformationOfAWrongTypeIsSaidSo() {
    assertEquals(
        List.of("57: validationCategory has 3 bytes, not 4", "75: this is a byte string, not text"),
        errors(
            tree(
                Kind.AUTHENTICATOR_DATA,
                HEAD
                    + "a2 7276616c69646174696f6e43617465676f7279 43040000"
                    + "6d62756e646c6556657273696f6e 4132")));
    assertEquals(
        List.of("57: validationCategory is neither 4 bytes nor an unsigned 32-bit number"),
        errors(
            tree(Kind.AUTHENTICATOR_DATA, HEAD + "a1 7276616c69646174696f6e43617465676f7279 20")));
  }

  @Test
  void whatOnlyTheVerifierSeesIsItsWord() {
    String bothSpellings =
        "a2 7276616c69646174696f6e43617465676f7279 03"
            + "781c6170706c655f76616c69646174696f6e5f63617465676f72795f3031 4404000000";
    assertEquals(
        List.of(
            "0: extensions of the authenticator data: two spellings of the validation category"
                + " differ: 4 and 3"),
        errors(tree(Kind.AUTHENTICATOR_DATA, HEAD + bothSpellings)));
    assertEquals(
        List.of("0: COSE key: member 3 is not -7"),
        errors(tree(Kind.AUTHENTICATOR_DATA, ATTESTED.replace("010203262001", "010203272001"))));
  }

  @Test
  void theEnvironmentsAreToldByTheAaguid() {
    String production = "61707061747465737400000000000000";
    assertField(
        "37+16 appattest | production",
        at(tree(Kind.AUTHENTICATOR_DATA, ATTESTED.replace(DEVELOPMENT, production)), "aaguid"));
    String sandbox = "61707061747465737473616e64626f78";
    assertField(
        "37+16 " + sandbox + " | unknown: neither production nor development",
        at(tree(Kind.AUTHENTICATOR_DATA, ATTESTED.replace(DEVELOPMENT, sandbox)), "aaguid"));
  }

  @Test
  void anUnknownAaguidIsStillAnAttestationsWhereACredentialFollows() {
    Node tree = tree(Kind.AUTHENTICATOR_DATA, ATTESTED.replace(DEVELOPMENT, "00".repeat(16)));
    assertEquals(164, tree.length());
    assertEquals("00".repeat(16), at(tree, "aaguid").value());
    assertEquals(List.of(), errors(tree));
  }

  @Test
  void aCredentialIdOfAnotherLengthIsSaidSoAndReadOn() {
    String shorter = ATTESTED.replace("0020" + "5c".repeat(32), "001f" + "5c".repeat(31));
    Node tree = tree(Kind.AUTHENTICATOR_DATA, shorter);
    assertEquals(List.of("53: a key id has 32 bytes"), errors(tree));
    assertField("86+77  | the device's word for its key; the leaf's counts", at(tree, "COSE key"));
    assertEquals(
        List.of(
            "53: a key id has 32 bytes",
            "164: cut off: credential id takes 65535 bytes, 109 are left"),
        errors(
            tree(Kind.AUTHENTICATOR_DATA, ATTESTED.replace(CREDENTIAL, "ffff" + "5c".repeat(32)))));
  }

  @Test
  void membersTooManyAreShownAsUnknown() {
    String six = ATTESTED.replace(KEY, "a6" + KEY.substring(2) + "0405");
    Node tree = tree(Kind.AUTHENTICATOR_DATA, six);
    assertField("165+1 5 | ", at(tree, "COSE key", "unknown (4)"));
    assertEquals(1, errors(tree).size());
    assertTrue(
        errors(tree).getFirst().startsWith("0: COSE key: members ["), errors(tree)::toString);
  }

  @Test
  void duplicateMembersAreSaidSoAtTheSecond() {
    String twice = ATTESTED.replace(KEY, "a6" + KEY.substring(2) + "0102");
    assertEquals(
        List.of("164: the member 1 is there twice"), errors(tree(Kind.AUTHENTICATOR_DATA, twice)));
  }

  @Test
  void whatIsNoMapIsSaidSo() {
    String text = ATTESTED.replace(KEY, "6161");
    assertEquals(
        List.of("87: this is text, not a map"), errors(tree(Kind.AUTHENTICATOR_DATA, text)));
    assertEquals(
        List.of("37: this is an integer, not a map"),
        errors(tree(Kind.AUTHENTICATOR_DATA, HEAD + "05")));
  }

  @Test
  void bytesBehindTheExtensionsAreShown() {
    assertEquals(
        List.of("38: 2 bytes after the extensions"),
        errors(tree(Kind.AUTHENTICATOR_DATA, HEAD + "a0a0a0")));
  }

  @Test
  void everyTruncationEndsWithWhatIsMissing() {
    Bytes good = Bytes.hex(ATTESTED + EXTENSIONS);
    for (int length = 46; length < good.length(); length++) {
      Node tree = tree(Kind.AUTHENTICATOR_DATA, good.slice(0, length));
      boolean complete = length == 164;
      assertEquals(complete ? 0 : 1, tree.errors().size(), errors(tree)::toString);
      if (!complete) {
        assertEquals(length, tree.errors().getFirst().offset());
      }
    }
    assertEquals(
        List.of("36: cut off: counter takes 4 bytes, 3 are left"),
        errors(tree(Kind.AUTHENTICATOR_DATA, good.slice(0, 36))));
    assertEquals("000001", at(tree(Kind.AUTHENTICATOR_DATA, good.slice(0, 36)), "counter").value());
  }

  @Test
  void aTreeHasErrorsExactlyWhereTheVerifierRefusesWhicheverBitIsChanged() {
    Bytes good = Bytes.hex(ATTESTED + EXTENSIONS);
    for (int bit = 8 * 46; bit < 8 * good.length(); bit++) {
      byte[] bytes = good.toArray();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Node tree = tree(Kind.AUTHENTICATOR_DATA, Bytes.of(bytes));
      int changed = bit;
      assertEquals(attested(bytes), tree.errors().isEmpty(), () -> "bit " + changed + errors(tree));
    }
    Bytes assertion = Bytes.hex(HEAD + EXTENSIONS);
    for (int bit = 8 * 37; bit < 8 * assertion.length(); bit++) {
      byte[] bytes = assertion.toArray();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Node tree = AuthenticatorDataTree.ofAssertion("", Region.input(Bytes.of(bytes)));
      int changed = bit;
      assertEquals(asserted(bytes), tree.errors().isEmpty(), () -> "bit " + changed + errors(tree));
    }
  }

  @Test
  void onlyWhatCanBeAuthenticatorDataIsTakenForIt() {
    assertTrue(AuthenticatorDataTree.isLikely(Bytes.hex(ATTESTED)));
    assertTrue(AuthenticatorDataTree.isLikely(Bytes.hex(ATTESTED).slice(0, 46)));
    assertTrue(AuthenticatorDataTree.isLikely(Bytes.hex(HEAD)));
    assertTrue(AuthenticatorDataTree.isLikely(Bytes.hex(HEAD + "a0")));
    assertTrue(AuthenticatorDataTree.isLikely(Bytes.hex(HEAD + "00".repeat(16) + "0020")));
    assertFalse(AuthenticatorDataTree.isLikely(Bytes.hex(HEAD + "80")));
    assertFalse(AuthenticatorDataTree.isLikely(Bytes.hex(HEAD).slice(0, 36)));
    assertFalse(AuthenticatorDataTree.isLikely(Bytes.hex(HEAD + "00".repeat(16) + "0021")));
    assertFalse(AuthenticatorDataTree.isLikely(Bytes.hex(HEAD + "00".repeat(17))));
    assertFalse(AuthenticatorDataTree.isLikely(Bytes.utf8("x".repeat(37))));
  }

  private static boolean attested(byte[] bytes) {
    try {
      return AttestedData.decode(Bytes.of(bytes)).common().counter() >= 0;
    } catch (Malformed _) {
      return false;
    }
  }

  private static boolean asserted(byte[] bytes) {
    try {
      return AuthenticatorData.ofAssertion(Bytes.of(bytes)).counter() >= 0;
    } catch (Malformed _) {
      return false;
    }
  }
}
