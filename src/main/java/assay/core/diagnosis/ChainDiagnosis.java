package assay.core.diagnosis;

import assay.core.Malformed;
import assay.core.attestation.AttestationObject;
import assay.core.attestation.Leaf;
import assay.core.diagnosis.clientdata.Budget;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import assay.core.pki.Certificates;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Certificates of another authority, and the right ones at the wrong time. */
final class ChainDiagnosis {
  static final String SIMULATOR_ROOT = "Assay Test App Attestation Root CA";
  private static final String APP_ATTEST_ROOT = "Apple App Attestation Root CA";
  private static final String WEBAUTHN_ROOT = "Apple WebAuthn Root CA";

  /** A path is validated with two signature checks, on the larger curve P-384. */
  private static final int CHECKS = 4;

  private ChainDiagnosis() {}

  static Optional<Diagnosis> of(AttestationObject object, Known known, Budget budget)
      throws Malformed {
    if (object.x5c().size() != 2) {
      return Optional.empty();
    }
    X509Certificate leaf = Leaf.decode(object.x5c().getFirst()).certificate();
    X509Certificate intermediate = Certificates.decode(object.x5c().getLast());
    return known.roots().includes(intermediate.getIssuerX500Principal())
        ? ofTime(leaf, object, known, budget)
        : ofAuthority(intermediate);
  }

  /** Whoever put this name into a certificate meant this authority; nothing more is claimed. */
  private static Optional<Diagnosis> ofAuthority(X509Certificate intermediate) {
    String issuer = intermediate.getIssuerX500Principal().getName();
    return named(issuer, WEBAUTHN_ROOT, Mistake.WEBAUTHN_ROOT)
        .or(() -> named(issuer, SIMULATOR_ROOT, Mistake.SIMULATOR_KEY))
        .or(() -> named(issuer, APP_ATTEST_ROOT, Mistake.DEVICE_KEY_IN_TEST_APP));
  }

  private static Optional<Diagnosis> named(String issuer, String name, Mistake mistake) {
    return (issuer + ",").contains("CN=" + name + ",")
        ? Optional.of(
            Diagnosis.likely(
                mistake,
                mistake.sentence() + " The certificates name \"" + name + "\" at their top."))
        : Optional.empty();
  }

  private static Optional<Diagnosis> ofTime(
      X509Certificate leaf, AttestationObject object, Known known, Budget budget) {
    Instant from = leaf.getNotBefore().toInstant();
    Instant to = leaf.getNotAfter().toInstant();
    if (known.now().isAfter(to) && valid(leaf, object, known, to, budget)) {
      return Optional.of(
          Diagnosis.proved(
              Mistake.EXPIRED_ON_ARRIVAL,
              "The attestation was good until " + to + " and was judged at " + known.now() + "."));
    }
    if (known.now().isBefore(from) && valid(leaf, object, known, from, budget)) {
      return Optional.of(
          Diagnosis.proved(
              Mistake.CLOCK_BEHIND,
              "The certificate is good from " + from + "; this server's clock said " + known.now() + "."));
    }
    return Optional.empty();
  }

  private static boolean valid(
      X509Certificate leaf, AttestationObject object, Known known, Instant at, Budget budget) {
    for (int i = 0; i < CHECKS; i++) {
      budget.check();
    }
    try {
      known.roots().validate(leaf, object.x5c().getLast(), at);
      return true;
    } catch (Malformed _) {
      return false;
    }
  }
}
