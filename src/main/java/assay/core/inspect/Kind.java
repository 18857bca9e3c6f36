package assay.core.inspect;

import assay.core.Bytes;
import assay.core.authenticator.Cbor;
import assay.core.inspect.asn1.Asn1Item;
import assay.core.inspect.asn1.ObjectIdentifiers;
import assay.core.inspect.authenticator.AuthenticatorDataTree;
import assay.core.inspect.cbor.CborItem;
import assay.core.inspect.node.Region;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What can be inspected, and what each is known by. */
public enum Kind {
  ATTESTATION("attestation object"),
  ASSERTION("assertion object"),
  AUTHENTICATOR_DATA("authenticator data"),
  RECEIPT("receipt"),
  CERTIFICATE("certificate");

  private static final Set<String> ATTESTATION_MEMBERS = Set.of("fmt", "attStmt", "authData");
  private static final Set<String> ASSERTION_MEMBERS = Set.of("signature", "authenticatorData");
  private final String description;

  Kind(String description) {
    this.description = description;
  }

  /** In words. */
  public String description() {
    return description;
  }

  /** As options and JSON spell it: {@code authenticator-data}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Found by structure, in objects that are cut off too: the names of CBOR members, the first
   * elements of ASN.1, and for authenticator data, which names nothing, what stands where the
   * counter ends.
   */
  static Optional<Kind> find(Bytes object) {
    Set<String> members = Set.copyOf(cborMembers(object));
    if (members.stream().anyMatch(ATTESTATION_MEMBERS::contains)) {
      return Optional.of(ATTESTATION);
    }
    if (members.stream().anyMatch(ASSERTION_MEMBERS::contains)) {
      return Optional.of(ASSERTION);
    }
    List<Asn1Item> elements = Asn1Item.read(Region.input(object)).sequence();
    if (!elements.isEmpty()) {
      Asn1Item first = elements.getFirst();
      if (first.oid().equals(ObjectIdentifiers.SIGNED_DATA)) {
        return Optional.of(RECEIPT);
      }
      if (isSignedPart(first)) {
        return Optional.of(CERTIFICATE);
      }
    }
    return AuthenticatorDataTree.isLikely(object)
        ? Optional.of(AUTHENTICATOR_DATA)
        : Optional.empty();
  }

  /** The names of the members of a CBOR map, also under a tag. */
  static List<String> cborMembers(Bytes object) {
    return CborItem.read(Region.input(object), Cbor.Keys.TEXT).untagged().members().stream()
        .map(member -> member.key().text())
        .distinct()
        .toList();
  }

  /** A TBSCertificate begins with its version, {@code [0]}, or in old ones its serial number. */
  private static boolean isSignedPart(Asn1Item item) {
    List<Asn1Item> parts = item.sequence();
    return !parts.isEmpty()
        && (parts.getFirst().isContext(0) || parts.getFirst().is(Asn1Item.INTEGER));
  }
}
