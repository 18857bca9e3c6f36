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
import java.util.Map;
import java.util.Optional;

/** Certificates of another authority, and the right ones at the wrong time. */
final class ChainDiagnosis {
  static final String SIMULATOR_ROOT = "Assay Test App Attestation Root CA";
  private static final Map<String, Mistake> AUTHORITIES =
      Map.of(
          SIMULATOR_ROOT,
          Mistake.SIMULATOR_KEY,
          "Apple WebAuthn Root CA",
          Mistake.WEBAUTHN_ROOT,
          "Apple App Attestation Root CA",
          Mistake.DEVICE_KEY_IN_TEST_APP);

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
    return ofTime(leaf, object, known, budget).or(() -> ofAuthority(intermediate, known));
  }

  /**
   * Whoever put a name into a certificate meant its authority; nothing more is claimed, and nothing
   * where that authority is trusted.
   */
  private static Optional<Diagnosis> ofAuthority(X509Certificate intermediate, Known known) {
    String issuer = intermediate.getIssuerX500Principal().getName() + ",";
    return AUTHORITIES.entrySet().stream()
        .filter(authority -> issuer.contains("CN=" + authority.getKey() + ","))
        .filter(authority -> !known.roots().includes(authority.getKey()))
        .map(authority ->
            Diagnosis.likely(
                authority.getValue(),
                authority.getValue().sentence()
                    + " The certificates name \""
                    + authority.getKey()
                    + "\" at their top."))
        .findFirst();
  }

  private static Optional<Diagnosis> ofTime(
      X509Certificate leaf, AttestationObject object, Known known, Budget budget) {
    Instant from = leaf.getNotBefore().toInstant();
    Instant to = leaf.getNotAfter().toInstant();
    if (known.now().isAfter(to) && valid(leaf, object, known, to, budget)) {
      return Optional.of(
          Diagnosis.proved(
              Mistake.EXPIRED_ON_ARRIVAL,
              "The certificates were good until "
                  + to
                  + "; the attestation was judged at "
                  + known.now()
                  + "."));
    }
    if (known.now().isBefore(from) && valid(leaf, object, known, from, budget)) {
      return Optional.of(
          Diagnosis.proved(
              Mistake.CLOCK_BEHIND,
              "The certificate is good from "
                  + from
                  + "; this server's clock said "
                  + known.now()
                  + "."));
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
