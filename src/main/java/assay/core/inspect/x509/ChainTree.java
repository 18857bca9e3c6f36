package assay.core.inspect.x509;

import assay.core.inspect.asn1.Asn1Item;
import assay.core.inspect.node.Node;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** How the certificates of an object hang together. */
public final class ChainTree {
  private static final int MOST_LINKS = 4;

  private ChainTree() {}

  /** Who issued whom, for each certificate and the next. */
  public static Node of(List<CertificateTree> trees, Provider provider) {
    List<Node> links = new ArrayList<>();
    for (int i = 0; i < Math.min(trees.size(), MOST_LINKS); i++) {
      Optional<X509Certificate> issued = trees.get(i).certificate();
      if (issued.isPresent()) {
        Optional<X509Certificate> next =
            i + 1 < trees.size() ? trees.get(i + 1).certificate() : Optional.empty();
        links.add(link(trees, i, next, provider));
      }
    }
    return new Node(
        "chain", -1, 0, Node.Origin.INPUT, "", "who issued whom; no root is asked", false, links);
  }

  private static Node link(
      List<CertificateTree> trees, int i, Optional<X509Certificate> next, Provider provider) {
    X509Certificate issued = trees.get(i).certificate().orElseThrow();
    X500Principal issuer = issued.getIssuerX500Principal();
    String name = trees.get(i).node().name();
    String issuerName = Asn1Item.name(issuer.getEncoded());
    if (next.isPresent() && next.get().getSubjectX500Principal().equals(issuer)) {
      String value = "issued by " + trees.get(i + 1).node().name();
      return Node.remark(name, value, issuerName + "; " + signature(issued, next.get(), provider));
    }
    return issued.getSubjectX500Principal().equals(issuer)
        ? Node.remark(
            name, "issued by itself", issuerName + "; " + signature(issued, issued, provider))
        : Node.remark(
            name,
            next.isPresent() ? "not issued by the next one" : "issued by one that is not here",
            issuerName);
  }

  private static String signature(
      X509Certificate issued, X509Certificate issuer, Provider provider) {
    if (!(issuer.getPublicKey() instanceof ECPublicKey)) {
      return "the signature is not looked at, as the key is not on a curve";
    }
    try {
      issued.verify(issuer.getPublicKey(), provider);
      return "the signature fits";
    } catch (GeneralSecurityException | RuntimeException _) {
      return "the signature does not fit";
    }
  }
}
