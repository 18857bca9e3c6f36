package assay.core.inspect;

import assay.core.App;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.attestation.Leaf;
import assay.core.authenticator.AttestedData;
import assay.core.authenticator.AuthenticatorData;
import assay.core.authenticator.Cbor;
import assay.core.authenticator.LaunchInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Authenticator data of either kind (protocol.md 1.2 to 1.4, 2). It is shown as what it is said to
 * be, never as its flags say.
 */
final class AuthenticatorDataTree {
  private static final int HEAD = 37;
  private static final int AAGUID = 16;
  private static final int CREDENTIAL_LENGTH_AT = HEAD + AAGUID;
  private static final int CREDENTIAL = 32;
  private static final int CBOR_MAP = 5;
  private static final Bytes AAGUID_PREFIX = Bytes.utf8("appattest");

  /** WebAuthn's names of the bits; the ones that Apple might set have words. */
  private static final Map<Integer, String> FLAGS =
      Map.of(0, "UP", 2, "UV", 3, "BE", 4, "BS", 6, "AT", 7, "ED");

  /** RFC 9052 and 9053: the members of a COSE key, and what Apple's values of them mean. */
  private static final Map<String, String> COSE_NAMES =
      Map.of("1", "kty", "3", "alg", "-1", "crv", "-2", "x", "-3", "y");

  private static final Map<String, String> COSE_VALUES =
      Map.of("1=2", "EC2: two coordinates", "3=-7", "ES256", "-1=1", "P-256");

  private final Region data;
  private final Optional<Leaf> leaf;
  private final List<Node> nodes = new ArrayList<>();
  private int next;
  private boolean cutOff;

  private AuthenticatorDataTree(Region data, Optional<Leaf> leaf) {
    this.data = data;
    this.leaf = leaf;
  }

  /** An attestation's: the attested credential stands at byte 37. */
  static Node ofAttestation(String name, Region data, Optional<Leaf> leaf) {
    AuthenticatorDataTree tree = new AuthenticatorDataTree(data, leaf);
    tree.head("0 in an attestation");
    tree.credential();
    return tree.end(
        name,
        "of an attestation; not signed, but its hash is in the nonce",
        () -> AttestedData.decode(data.bytes()));
  }

  /** An assertion's: nothing but extensions may follow the counter. */
  static Node ofAssertion(String name, Region data) {
    AuthenticatorDataTree tree = new AuthenticatorDataTree(data, Optional.empty());
    tree.head("grows with each assertion of the key");
    return tree.end(
        name, "of an assertion; signed", () -> AuthenticatorData.ofAssertion(data.bytes()));
  }

  /** On its own, authenticator data does not say whose it is; its structure does. */
  static Node ofEither(Region data) {
    return isAttested(data.bytes())
        ? ofAttestation("authenticator data", data, Optional.empty())
        : ofAssertion("authenticator data", data);
  }

  /** Whether bytes that nothing names can be authenticator data. */
  static boolean isLikely(Bytes bytes) {
    return !Encoding.isText(bytes)
        && (isAttested(bytes)
            || bytes.length() == HEAD
            || (bytes.length() > HEAD && bytes.at(HEAD) >>> 5 == CBOR_MAP));
  }

  /** The AAGUID begins as Apple's do, or a credential id of 32 bytes follows it. */
  private static boolean isAttested(Bytes bytes) {
    int prefixEnd = HEAD + AAGUID_PREFIX.length();
    int lengthEnd = CREDENTIAL_LENGTH_AT + 2;
    return (bytes.length() >= prefixEnd && bytes.slice(HEAD, prefixEnd).equals(AAGUID_PREFIX))
        || (bytes.length() >= lengthEnd
            && bytes.unsigned(CREDENTIAL_LENGTH_AT, lengthEnd) == CREDENTIAL);
  }

  private void head(String counterMeaning) {
    field("rpIdHash", 32, hash -> hash.node("rpIdHash", hash.bytes().hex(), appId(hash)));
    field(
        "flags",
        1,
        flags ->
            flags.node(
                "flags", flagNames(flags.at(0)), "decide nothing: Apple sets AT and ED wrongly"));
    field(
        "counter",
        4,
        counter ->
            counter.node(
                "counter", String.valueOf(counter.bytes().unsigned(0, 4)), counterMeaning));
  }

  private String appId(Region hash) {
    try {
      Bytes appId = leaf.isPresent() ? leaf.get().appId() : Bytes.EMPTY;
      return Bytes.sha256(appId).equals(hash.bytes()) && !appId.isEmpty()
          ? "SHA-256 of the App ID that the leaf names: " + appId.text()
          : leaf.isPresent()
              ? "SHA-256 of another App ID than the leaf names"
              : "SHA-256 of the App ID";
    } catch (Malformed _) {
      return "SHA-256 of the App ID";
    }
  }

  private static String flagNames(int flags) {
    StringBuilder names = new StringBuilder(String.format("0x%02x", flags));
    for (int bit = 7; bit >= 0; bit--) {
      if (((flags >> bit) & 1) != 0) {
        names.append(' ').append(FLAGS.getOrDefault(bit, "bit" + bit));
      }
    }
    return names.toString();
  }

  private void credential() {
    field("aaguid", AAGUID, AuthenticatorDataTree::aaguid);
    int lengthAt = next;
    field("credential id length", 2, AuthenticatorDataTree::credentialLength);
    if (!cutOff) {
      int length = (int) data.bytes().unsigned(lengthAt, lengthAt + 2);
      field("credential id", length, this::credentialId);
    }
    if (!cutOff) {
      CborItem key = CborItem.read(data.from(next), Cbor.Keys.INTEGER);
      nodes.add(coseKey(key));
      next += key.whole().length();
      cutOff = key.lost();
    }
  }

  private static Node aaguid(Region id) {
    for (App.Environment environment : App.Environment.values()) {
      if (environment.aaguid().equals(id.bytes())) {
        return id.node(
            "aaguid",
            id.bytes().text().replace("\0", ""),
            environment.name().toLowerCase(Locale.ROOT));
      }
    }
    return id.node("aaguid", id.bytes().hex(), "unknown: neither production nor development");
  }

  private static Node credentialLength(Region length) {
    long bytes = length.bytes().unsigned(0, 2);
    Node node = length.node("credential id length", String.valueOf(bytes), "");
    return bytes == CREDENTIAL
        ? node
        : node.plus(List.of(length.error("a key id has " + CREDENTIAL + " bytes")));
  }

  private Node credentialId(Region id) {
    String relation =
        leaf.map(Leaf::publicKey)
            .map(key ->
                Bytes.sha256(key).equals(id.bytes())
                    ? "SHA-256 of the leaf's key"
                    : "not the SHA-256 of the leaf's key")
            .map(words -> ", " + words)
            .orElse("");
    return id.node(
        "credential id", id.bytes().hex(), "the key id: " + id.bytes().base64() + relation);
  }

  private Node coseKey(CborItem key) {
    List<Node> children = new ArrayList<>();
    if (key.is(CborItem.Type.MAP)) {
      for (CborItem.Member member : key.members()) {
        String number = member.key().display();
        String value = member.value().display();
        String name = COSE_NAMES.getOrDefault(number, "unknown");
        children.add(
            member
                .value()
                .node(
                    name + " (" + number + ")",
                    COSE_VALUES.getOrDefault(number + "=" + value, "")));
      }
      key.unpaired().ifPresent(cut -> children.addAll(cut.node("", "").children()));
      children.addAll(key.problems());
    } else {
      children.addAll(key.node("", "").children());
      children.addAll(key.unless(CborItem.Type.MAP));
    }
    return key.whole().node("COSE key", "", coseMeaning(key), children);
  }

  private String coseMeaning(CborItem key) {
    Optional<Bytes> x = coordinate(key, "-2");
    Optional<Bytes> y = coordinate(key, "-3");
    if (leaf.isEmpty() || x.isEmpty() || y.isEmpty()) {
      return "the device's word for its key; the leaf's counts";
    }
    Bytes point = Bytes.of((byte) 4).concat(x.get()).concat(y.get());
    return leaf.get().publicKey().equals(point)
        ? "equals the leaf's key"
        : "NOT the leaf's key, which is the one that counts";
  }

  private static Optional<Bytes> coordinate(CborItem key, String name) {
    return key.member(name)
        .filter(value -> value.is(CborItem.Type.BYTES))
        .map(value -> value.content().bytes());
  }

  private Node end(String name, String meaning, Strict strict) {
    if (!cutOff && next < data.length()) {
      extensions(CborItem.read(data.from(next), Cbor.Keys.TEXT));
    }
    Node node = data.node(name, "", meaning, nodes);
    return Strict.check(node, data, strict);
  }

  private void extensions(CborItem map) {
    List<Node> children = new ArrayList<>();
    map.members().forEach(member -> children.add(extension(member)));
    map.unpaired().ifPresent(cut -> children.addAll(cut.node("", "").children()));
    if (!map.is(CborItem.Type.MAP)) {
      children.addAll(map.unless(CborItem.Type.MAP));
    }
    children.addAll(map.problems());
    nodes.add(
        map.whole()
            .node("extensions", "", "how the app was launched; version 27 and later", children));
    Region behind = data.from(next + map.whole().length());
    if (!map.lost() && !behind.isEmpty()) {
      nodes.add(behind.error(behind.size() + " after the extensions"));
    }
  }

  private static Node extension(CborItem.Member member) {
    String name = member.key().text();
    CborItem value = member.value();
    return switch (name) {
      case LaunchInfo.CATEGORY, LaunchInfo.CATEGORY_IN_PROSE -> category(name, value);
      case LaunchInfo.BUNDLE_VERSION, LaunchInfo.BUNDLE_VERSION_IN_PROSE ->
          value
              .node(name, "CFBundleVersion of the running build")
              .plus(value.unless(CborItem.Type.TEXT));
      case LaunchInfo.CD_HASH ->
          value.node(name, "code directory hash of the running executable; undocumented");
      case "apple_cd_hash_type_01" ->
          value.node(name, "how that hash was made: 02 is SHA-256; undocumented");
      default -> value.node(name, "not known, and ignored");
    };
  }

  private static Node category(String name, CborItem value) {
    try {
      return value.node(name, LaunchInfo.describe(LaunchInfo.category(name, value.value())));
    } catch (Malformed e) {
      Node node = value.node(name, "");
      return value.lost() ? node : node.plus(List.of(value.whole().error(e.getMessage())));
    }
  }

  /** A field of fixed length; the first that is cut off ends the reading. */
  private void field(String name, int length, Function<Region, Node> show) {
    if (cutOff) {
      return;
    }
    int left = data.length() - next;
    if (left < length) {
      Region rest = data.from(next);
      cutOff = true;
      nodes.add(
          rest.node(
              name,
              rest.bytes().hex(),
              "",
              List.of(
                  rest.errorAtEnd(
                      "cut off: " + name + " takes " + length + " bytes, " + left + " are left"))));
      return;
    }
    nodes.add(show.apply(data.slice(next, next + length)));
    next += length;
  }
}
