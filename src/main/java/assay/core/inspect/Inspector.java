package assay.core.inspect;

import assay.core.Bytes;
import assay.core.Printable;
import assay.core.inspect.authenticator.AuthenticatorDataTree;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import assay.core.inspect.receipt.ReceiptTree;
import assay.core.inspect.x509.CertificateTree;
import java.security.Provider;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Shows what is in an object, field by field, without judging it: no time, no roots, no policy. It
 * walks the bytes leniently, so that malformed objects show as far as they can be read, with an
 * error where the reading stops; where it sees nothing wrong, the verifier's strict decoders have
 * the last word. So whatever the verifier answers {@code format} to has an error in its tree. The
 * reverse does not hold: errors are also shown in what the verifier does not look at, such as the
 * root that a receipt brings along.
 *
 * <p>Bounded: {@value #MOST_BYTES} bytes, {@value Region.Budget#MOST_ITEMS} items, 24 levels.
 *
 * @param provider checks whether the certificates of one object signed each other
 */
public record Inspector(Provider provider) {
  public static final int MOST_BYTES = 64 * 1024;

  private static final int SHOWN_BYTES = 8;
  private static final int SHOWN_MEMBERS = 5;

  /** Looks into an object of the kind that its structure shows. */
  public Inspection inspect(Bytes object) {
    if (object.length() > MOST_BYTES) {
      return tooLarge(object);
    }
    Optional<Kind> kind = Kind.find(object);
    return kind.isPresent() ? inspect(object, kind.get()) : new Inspection.Unusable(lookOf(object));
  }

  /** Looks into an object that is said to be of a kind. */
  public Inspection inspect(Bytes object, Kind kind) {
    if (object.length() > MOST_BYTES) {
      return tooLarge(object);
    }
    if (object.isEmpty()) {
      return new Inspection.Unusable(lookOf(object));
    }
    Region input = Region.input(object);
    Node tree =
        switch (kind) {
          case ATTESTATION -> new AttestationTree(provider).of(input);
          case ASSERTION -> AssertionTree.of(input);
          case AUTHENTICATOR_DATA -> AuthenticatorDataTree.ofEither(input);
          case RECEIPT -> new ReceiptTree(provider, Optional.empty()).of("receipt", input);
          case CERTIFICATE -> CertificateTree.of("certificate", "", input).node();
        };
    return new Inspection.Recognised(kind, tree);
  }

  private static Inspection tooLarge(Bytes object) {
    return new Inspection.Unusable(
        object.length()
            + " bytes long, and no more than "
            + MOST_BYTES
            + " are inspected"
            + (Printable.isText(object) ? "; it looks like " + lookOfText(object) : ""));
  }

  /** For a message: what somebody probably pasted. */
  private static String lookOf(Bytes object) {
    if (object.isEmpty()) {
      return "empty";
    }
    if (Printable.isText(object)) {
      return lookOfText(object);
    }
    List<String> members = Kind.cborMembers(object);
    if (!members.isEmpty()) {
      return "a CBOR map of "
          + String.join(", ", members.subList(0, Math.min(members.size(), SHOWN_MEMBERS)))
          + (members.size() > SHOWN_MEMBERS ? ", …" : "")
          + ", which is neither an attestation nor an assertion";
    }
    int shown = Math.min(object.length(), SHOWN_BYTES);
    return object.length()
        + " bytes that begin with "
        + HexFormat.ofDelimiter(" ").formatHex(object.slice(0, shown).toArray())
        + ", nothing that App Attest makes";
  }

  private static String lookOfText(Bytes object) {
    String text = object.text().strip();
    if (text.isEmpty()) {
      return "empty";
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      return "JSON; give the value of the one member that holds the object";
    }
    Encoding inner = Encoding.decode(object).encoding();
    return inner == Encoding.RAW
        ? "text"
        : "text in " + inner.label() + " once it is decoded: it was encoded twice";
  }
}
