package assay.core.inspect.x509;

import static assay.core.inspect.asn1.Parts.context;
import static assay.core.inspect.asn1.Parts.universal;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.inspect.asn1.Asn1Item;
import assay.core.inspect.asn1.Parts;
import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import assay.core.pki.Certificates;
import assay.core.pki.Signatures;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An X.509 certificate (RFC 5280) field by field; Apple's extensions are protocol.md 1.5.
 *
 * @param certificate where all of it parses
 */
public record CertificateTree(Node node, Optional<X509Certificate> certificate) {
  private static final Instant FIRST_LEAF = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant LAST_LEAF = Instant.parse("2100-01-01T00:00:00Z");

  /** A region that should be one certificate in DER and nothing more. */
  public static CertificateTree of(String name, String meaning, Region der) {
    Asn1Item item = Asn1Item.read(der);
    if (!item.is(Asn1Item.SEQUENCE)) {
      Node node = der.node(name, "", meaning, item.unless("a certificate"));
      return new CertificateTree(node, Optional.empty());
    }
    List<Node> children =
        new ArrayList<>(
            new Parts(item)
                .required("the signed part", universal(Asn1Item.SEQUENCE), CertificateTree::signed)
                .required(
                    "the signature's algorithm",
                    universal(Asn1Item.SEQUENCE),
                    part -> algorithm("signed with", part))
                .required(
                    "the signature",
                    universal(Asn1Item.BIT_STRING),
                    part -> bits("signature", part, "the issuer's, over the signed part"))
                .end());
    if (!item.lost() && item.whole().length() < der.length()) {
      Region behind = der.from(item.whole().length());
      children.add(behind.error(behind.size() + " after the certificate"));
    }
    Node node = der.node(name, "", meaning, children);
    if (!node.errors().isEmpty()) {
      return new CertificateTree(node, Optional.empty());
    }
    try {
      return new CertificateTree(node, Optional.of(Certificates.decode(der.bytes())));
    } catch (Malformed e) {
      return new CertificateTree(node.plus(List.of(der.error(e.getMessage()))), Optional.empty());
    }
  }

  private static Node signed(Asn1Item signed) {
    List<Node> children =
        new Parts(signed)
            .optional(context(0), CertificateTree::version)
            .required("the serial number", universal(Asn1Item.INTEGER), CertificateTree::serial)
            .required(
                "the algorithm of the signature",
                universal(Asn1Item.SEQUENCE),
                part -> algorithm("signature algorithm", part))
            .required("the issuer", universal(Asn1Item.SEQUENCE), part -> name("issuer", part, ""))
            .required("the validity", universal(Asn1Item.SEQUENCE), CertificateTree::validity)
            .required(
                "the subject",
                universal(Asn1Item.SEQUENCE),
                part -> name("subject", part, subjectMeaning(signed)))
            .required("the public key", universal(Asn1Item.SEQUENCE), CertificateTree::publicKey)
            .optional(context(1), part -> part.node())
            .optional(context(2), part -> part.node())
            .optional(context(3), CertificateTree::extensions)
            .end();
    return signed.whole().node("signed part", "", "what the issuer signed", children);
  }

  private static Node version(Asn1Item item) {
    String number =
        item.only()
            .flatMap(Asn1Item::integer)
            .map(version -> version.add(BigInteger.ONE).toString())
            .orElse("");
    return item.whole().node("version", number, "");
  }

  private static Node serial(Asn1Item item) {
    BigInteger number = item.integer().orElse(BigInteger.ZERO);
    String meaning =
        number.bitLength() < Long.SIZE && isLeafTime(number.longValue())
            ? "as milliseconds since 1970: " + Instant.ofEpochMilli(number.longValue())
            : "";
    return item.whole().node("serial number", item.content().bytes().hex(), meaning);
  }

  /** Apple numbers leaves by the time of issue. */
  private static boolean isLeafTime(long millis) {
    return millis >= FIRST_LEAF.toEpochMilli() && millis < LAST_LEAF.toEpochMilli();
  }

  public static Node algorithm(String name, Asn1Item item) {
    String value = item.parts().isEmpty() ? "" : item.parts().getFirst().display();
    return item.whole().node(name, value, "");
  }

  public static Node name(String name, Asn1Item item, String meaning) {
    Node node = item.whole().node(name, item.name().orElse(""), meaning);
    return item.name().isPresent() || item.hasProblem()
        ? node
        : node.plus(List.of(item.whole().error("this is no distinguished name")));
  }

  private static Node validity(Asn1Item item) {
    List<Node> times =
        new Parts(item)
            .required("the beginning", Asn1Item::isReadable, part -> time("not before", part, ""))
            .required(
                "the end",
                Asn1Item::isReadable,
                part -> time("not after", part, lifetime(item.parts().getFirst(), part)))
            .end();
    return item.whole().node("validity", "", "", times);
  }

  private static Node time(String name, Asn1Item item, String meaning) {
    Node node = item.whole().node(name, item.time().map(Instant::toString).orElse(""), meaning);
    return item.time().isPresent() || item.hasProblem()
        ? node
        : node.plus(List.of(item.whole().error("this is no time")));
  }

  private static String lifetime(Asn1Item from, Asn1Item to) {
    Optional<Instant> begin = from.time();
    Optional<Instant> end = to.time();
    return begin.isPresent() && end.isPresent()
        ? Duration.between(begin.get(), end.get()).toDays() + " days in all"
        : "";
  }

  private static Node publicKey(Asn1Item info) {
    String algorithm =
        info.parts().isEmpty()
            ? ""
            : info.parts().getFirst().parts().stream()
                .map(Asn1Item::display)
                .reduce((one, other) -> one + ", " + other)
                .orElse("");
    List<Node> children =
        new Parts(info)
            .required(
                "the key's algorithm",
                universal(Asn1Item.SEQUENCE),
                part -> part.whole().node("algorithm", algorithm, ""))
            .required(
                "the key",
                universal(Asn1Item.BIT_STRING),
                part -> bits("key", part, keyMeaning(info)))
            .end();
    return info.whole().node("public key", "", "", children);
  }

  private static Node bits(String name, Asn1Item item, String meaning) {
    Region content = item.content();
    return item.whole().node(name, content.isEmpty() ? "" : content.bytes().from(1).hex(), meaning);
  }

  private static String keyMeaning(Asn1Item info) {
    return keyId(info)
        .map(keyId -> "an uncompressed point; its SHA-256 as a key id: " + keyId.base64())
        .orElse("");
  }

  /** SHA-256 of a P-256 key's point. */
  private static Optional<Bytes> keyId(Asn1Item info) {
    try {
      return Optional.of(Bytes.sha256(Signatures.point(info.whole().bytes())));
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  /** Apple names a leaf after its key. */
  private static String subjectMeaning(Asn1Item signed) {
    boolean named =
        signed.parts().stream()
            .filter(part -> part.is(Asn1Item.SEQUENCE))
            .map(CertificateTree::keyId)
            .flatMap(Optional::stream)
            .anyMatch(keyId ->
                signed.parts().stream()
                    .anyMatch(part -> part.name().orElse("").contains("CN=" + keyId.hex())));
    return named ? "the common name is the key id in hexadecimal" : "";
  }

  private static Node extensions(Asn1Item item) {
    List<Node> children =
        item.only()
            .map(list ->
                new Parts(list)
                    .each(universal(Asn1Item.SEQUENCE), "an extension", ExtensionTree::of)
                    .end())
            .orElseGet(() -> item.node().children());
    return item.whole().node("extensions", "", "", children);
  }
}
