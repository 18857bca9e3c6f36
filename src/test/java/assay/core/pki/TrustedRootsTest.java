package assay.core.pki;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.config.crypto.Providers;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.simulator.maker.authority.AttestationAuthority;
import assay.simulator.maker.authority.CertificateMaker;
import assay.simulator.maker.raw.EcKey;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class TrustedRootsTest {
  private static final Instant NOW = Instant.parse("2026-04-21T00:00:00Z");
  private static final Instant IN_2031 = Instant.parse("2031-01-01T00:00:00Z");
  private static final Signatures SIGNATURES = new Signatures(Providers.best());
  private static final AttestationAuthority AUTHORITY = AttestationAuthority.of("roots");

  private static X509Certificate leaf(
      AttestationAuthority authority, UnaryOperator<CertificateMaker> change) throws Malformed {
    CertificateMaker leaf =
        new CertificateMaker()
            .serial(BigInteger.valueOf(7))
            .issuer(AttestationAuthority.name(AttestationAuthority.INTERMEDIATE_NAME))
            .subject(AttestationAuthority.name("leaf"))
            .valid(Instant.parse("2026-04-20T00:00:00Z"), Instant.parse("2040-01-01T00:00:00Z"))
            .publicKey(EcKey.p256("leaf").subjectPublicKeyInfo())
            .endEntity()
            .keyUsage(4, 0xf0);
    return Certificates.decode(authority.issue(change.apply(leaf)));
  }

  private static X509Certificate leaf(AttestationAuthority authority) throws Malformed {
    return leaf(authority, same -> same);
  }

  private static TrustedRoots roots(AttestationAuthority... authorities) throws Malformed {
    List<X509Certificate> roots = new java.util.ArrayList<>();
    for (AttestationAuthority authority : authorities) {
      roots.add(Certificates.decode(authority.root()));
    }
    return new TrustedRoots(roots, SIGNATURES);
  }

  private static String refusal(
      TrustedRoots roots, X509Certificate leaf, Bytes intermediate, Instant at) {
    return assertThrows(Malformed.class, () -> roots.validate(leaf, intermediate, at)).getMessage();
  }

  @Test
  void theIntermediateIsTheAnswerBeforeAndAfterItIsRemembered() throws Malformed {
    TrustedRoots roots = roots(AUTHORITY);
    X509Certificate expected = Certificates.decode(AUTHORITY.intermediate());
    assertEquals(expected, roots.validate(leaf(AUTHORITY), AUTHORITY.intermediate(), NOW));
    assertEquals(expected, roots.validate(leaf(AUTHORITY), AUTHORITY.intermediate(), NOW));
  }

  @Test
  void aRememberedIntermediateIsStillCheckedAgainstTheTime() throws Malformed {
    TrustedRoots roots = roots(AUTHORITY);
    roots.validate(leaf(AUTHORITY), AUTHORITY.intermediate(), NOW);
    assertEquals(
        "the intermediate is not valid at 2031-01-01T00:00:00Z, only 2020-03-18T18:39:55Z to 2030-03-13T00:00:00Z",
        refusal(roots, leaf(AUTHORITY), AUTHORITY.intermediate(), IN_2031));
    assertTrue(
        refusal(
                roots,
                leaf(AUTHORITY),
                AUTHORITY.intermediate(),
                Instant.parse("2020-01-01T00:00:00Z"))
            .startsWith("the intermediate is not valid"));
  }

  @Test
  void aRememberedIntermediateDoesNotOutliveItsRoot() throws Malformed {
    AttestationAuthority shortRoot =
        AttestationAuthority.of(
            "short root",
            root -> root.validUntil(Instant.parse("2027-01-01T00:00:00Z")),
            intermediate -> intermediate);
    Instant later = Instant.parse("2027-06-01T00:00:00Z");
    TrustedRoots roots = roots(shortRoot);
    String fresh = refusal(roots, leaf(shortRoot), shortRoot.intermediate(), later);
    assertTrue(fresh.startsWith("the root is not valid at 2027-06-01T00:00:00Z"), fresh);
    roots.validate(leaf(shortRoot), shortRoot.intermediate(), NOW);
    assertEquals(fresh, refusal(roots, leaf(shortRoot), shortRoot.intermediate(), later));
  }

  @Test
  void aRememberedIntermediateStillHasToHaveSignedTheLeaf() throws Malformed {
    TrustedRoots roots = roots(AUTHORITY);
    roots.validate(leaf(AUTHORITY), AUTHORITY.intermediate(), NOW);
    AttestationAuthority other = AttestationAuthority.of("of the same names");
    assertEquals(
        "the leaf is not signed by the certificate above it",
        refusal(roots, leaf(other), AUTHORITY.intermediate(), NOW));
    String renamed =
        refusal(
            roots,
            leaf(AUTHORITY, leaf -> leaf.issuer(AttestationAuthority.name("somebody else"))),
            AUTHORITY.intermediate(),
            NOW);
    assertTrue(renamed.contains("no trusted root") || renamed.contains("refused"), renamed);
  }

  @Test
  void whatWasNotValidIsNotRemembered() throws Malformed {
    TrustedRoots roots = roots(AUTHORITY);
    AttestationAuthority other = AttestationAuthority.of("of the same names");
    String first = refusal(roots, leaf(other), other.intermediate(), NOW);
    assertTrue(first.startsWith("no trusted root signed the last certificate"), first);
    assertEquals(first, refusal(roots, leaf(other), other.intermediate(), NOW));
  }

  @Test
  void aLeafThatIsAnAuthorityIsRefusedBeforeAndAfter() throws Malformed {
    TrustedRoots roots = roots(AUTHORITY);
    X509Certificate authority =
        leaf(
            AUTHORITY,
            leaf -> leaf.without("2.5.29.19").without("2.5.29.15").authority().keyUsage(1, 0x06));
    String fresh = refusal(roots, authority, AUTHORITY.intermediate(), NOW);
    assertTrue(fresh.contains("authority") || fresh.contains("refused"), fresh);
    roots.validate(leaf(AUTHORITY), AUTHORITY.intermediate(), NOW);
    assertEquals(
        "the leaf is a certificate authority",
        refusal(roots, authority, AUTHORITY.intermediate(), NOW));
  }

  @Test
  void anIntermediateThatConstrainsNamesGoesOnConstrainingThem() throws Malformed {
    // Permits only names under C=XX, which no leaf here has (RFC 5280, 4.2.1.10).
    Bytes onlyElsewhere = Bytes.hex("3015a0133011a40f300d310b3009060355040613025858");
    AttestationAuthority constrained =
        AttestationAuthority.of(
            "constrained", root -> root, ca -> ca.critical("2.5.29.30", onlyElsewhere));
    TrustedRoots roots = roots(constrained);
    String first = refusal(roots, leaf(constrained), constrained.intermediate(), NOW);
    assertEquals(first, refusal(roots, leaf(constrained), constrained.intermediate(), NOW));
    X509Certificate nameless =
        leaf(constrained, leaf -> leaf.subject(Bytes.hex("300d310b3009060355040613025858")));
    assertDoesNotThrow(() -> roots.validate(nameless, constrained.intermediate(), NOW));
    assertEquals(first, refusal(roots, leaf(constrained), constrained.intermediate(), NOW));
  }

  @Test
  void timesAreToldWhereTheyAreTheReason() throws Malformed {
    TrustedRoots roots = roots(AUTHORITY);
    assertEquals(
        "the leaf has expired: valid 2026-04-20T00:00:00Z to 2026-04-20T12:00:00Z",
        refusal(
            roots,
            leaf(AUTHORITY, leaf -> leaf.validUntil(Instant.parse("2026-04-20T12:00:00Z"))),
            AUTHORITY.intermediate(),
            NOW));
    assertEquals(
        "the leaf is not valid yet: valid 2026-04-20T00:00:00Z to 2040-01-01T00:00:00Z",
        refusal(
            roots,
            leaf(AUTHORITY),
            AUTHORITY.intermediate(),
            Instant.parse("2026-04-19T23:59:59Z")));
    assertTrue(
        refusal(roots, leaf(AUTHORITY), AUTHORITY.intermediate(), IN_2031)
            .startsWith("the intermediate has expired"));
  }

  @Test
  void anyOfSeveralRootsWillDoAndNoneTrustsNothing() throws Malformed {
    AttestationAuthority other = AttestationAuthority.of("another");
    TrustedRoots both = roots(AUTHORITY, other);
    assertDoesNotThrow(() -> both.validate(leaf(AUTHORITY), AUTHORITY.intermediate(), NOW));
    assertDoesNotThrow(() -> both.validate(leaf(other), other.intermediate(), NOW));
    assertEquals(
        "no root is trusted for this",
        refusal(roots(), leaf(AUTHORITY), AUTHORITY.intermediate(), NOW));
    assertEquals(
        List.of(Bytes.sha256(AUTHORITY.root()).hex(), Bytes.sha256(other.root()).hex()).stream()
            .sorted()
            .toList(),
        both.fingerprints());
  }

  @Test
  void anExpiredRootDoesNotHideItsRenewal() throws Malformed {
    Instant later = Instant.parse("2027-06-01T00:00:00Z");
    AttestationAuthority old =
        AttestationAuthority.of(
            "renewed", root -> root.validUntil(Instant.parse("2027-01-01T00:00:00Z")), ca -> ca);
    AttestationAuthority renewed = AttestationAuthority.of("renewed");
    assertDoesNotThrow(
        () -> roots(old, renewed).validate(leaf(renewed), renewed.intermediate(), later));
    assertDoesNotThrow(
        () -> roots(renewed, old).validate(leaf(renewed), renewed.intermediate(), later));
  }

  @Test
  void timesBeyondTheCalendarAreRefusedLikeAnyOther() throws Malformed {
    TrustedRoots roots = roots(AUTHORITY);
    for (Instant at : List.of(Instant.MAX, Instant.MIN, Instant.EPOCH)) {
      refusal(roots, leaf(AUTHORITY), AUTHORITY.intermediate(), at);
    }
    roots.validate(leaf(AUTHORITY), AUTHORITY.intermediate(), NOW);
    for (Instant at : List.of(Instant.MAX, Instant.MIN, Instant.EPOCH)) {
      refusal(roots, leaf(AUTHORITY), AUTHORITY.intermediate(), at);
    }
  }
}
