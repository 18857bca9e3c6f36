package assay.core.inspect.authenticator;

import assay.core.App;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.Printable;
import assay.core.attestation.Leaf;
import assay.core.authenticator.AttestedData;
import assay.core.authenticator.AuthenticatorData;
import assay.core.authenticator.Cbor;
import assay.core.inspect.cbor.CborItem;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import assay.core.inspect.node.Strict;
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
public final class AuthenticatorDataTree {
  private static final int HEAD = 37;
  private static final int AAGUID = 16;
  private static final int CREDENTIAL_LENGTH_AT = HEAD + AAGUID;
  private static final int CREDENTIAL = 32;
  private static final int CBOR_MAP = 5;
  private static final Bytes AAGUID_PREFIX = Bytes.utf8("appattest");

  /** WebAuthn's names of the bits; the ones that Apple might set have words. */
  private static final Map<Integer, String> FLAGS =
      Map.of(0, "UP", 2, "UV", 3, "BE", 4, "BS", 6, "AT", 7, "ED");

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
  public static Node ofAttestation(String name, Region data, Optional<Leaf> leaf) {
    AuthenticatorDataTree tree = new AuthenticatorDataTree(data, leaf);
    tree.head("0 in an attestation");
    tree.credential();
    return tree.end(
        name,
        "of an attestation; not signed, but its hash is in the nonce",
        () -> AttestedData.decode(data.bytes()));
  }

  /** An assertion's: nothing but extensions may follow the counter. */
  public static Node ofAssertion(String name, Region data) {
    AuthenticatorDataTree tree = new AuthenticatorDataTree(data, Optional.empty());
    tree.head("grows with each assertion of the key");
    return tree.end(
        name, "of an assertion; signed", () -> AuthenticatorData.ofAssertion(data.bytes()));
  }

  /** On its own, authenticator data does not say whose it is; its structure does. */
  public static Node ofEither(Region data) {
    return isAttested(data.bytes())
        ? ofAttestation("authenticator data", data, Optional.empty())
        : ofAssertion("authenticator data", data);
  }

  /** Whether bytes that nothing names can be authenticator data. */
  public static boolean isLikely(Bytes bytes) {
    return !Printable.isText(bytes)
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
      nodes.add(CoseKeyTree.of(key, leaf));
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

  private Node end(String name, String meaning, Strict strict) {
    if (!cutOff && next < data.length()) {
      CborItem map = CborItem.read(data.from(next), Cbor.Keys.TEXT);
      nodes.add(LaunchInfoTree.of(map));
      Region behind = data.from(next + map.whole().length());
      if (!map.lost() && !behind.isEmpty()) {
        nodes.add(behind.error(behind.size() + " after the extensions"));
      }
    }
    Node node = data.node(name, "", meaning, nodes);
    return Strict.check(node, data, strict);
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
