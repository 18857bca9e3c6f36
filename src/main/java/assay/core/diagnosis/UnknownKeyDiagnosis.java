package assay.core.diagnosis;

import assay.core.Bytes;
import assay.core.assertion.AssertionObject;
import assay.core.diagnosis.Known.EarlierRefusal;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.clientdata.Budget;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import java.util.List;
import java.util.Optional;

/** Why a key is not registered. */
final class UnknownKeyDiagnosis {
  private UnknownKeyDiagnosis() {}

  static Optional<Diagnosis> of(
      OfAssertion evidence, AssertionObject object, Known known, Budget budget) {
    return elsewhere(known)
        .or(() -> known.earlierRefusal().map(UnknownKeyDiagnosis::refused))
        .or(() -> ofSigner(evidence, object, known, budget))
        .or(() -> KeyIdDiagnosis.ofAny(evidence.keyId(), known.keys(), budget));
  }

  private static Optional<Diagnosis> elsewhere(Known known) {
    if (known.elsewhere().isEmpty()) {
      return Optional.empty();
    }
    Mistake mistake = EnvironmentDiagnosis.ofRegistered(known).orElse(Mistake.KEY_OF_ANOTHER_APP);
    return Optional.of(
        Diagnosis.proved(mistake, mistake.sentence())
            .toCallers(" It is registered under " + String.join(", ", known.elsewhere()) + "."));
  }

  /** Likely only: anybody can send an attestation that names this key. */
  private static Diagnosis refused(EarlierRefusal refusal) {
    return Diagnosis.likely(
        Mistake.KEY_REFUSED_EARLIER,
        "The key is not registered: an attestation that named it was refused at the step "
            + refusal.step().code()
            + " at "
            + refusal.at()
            + ".");
  }

  /**
   * The signature tells which key made it. Where that is the named one, the app did its part; where
   * it is another that is registered, the name is wrong.
   */
  private static Optional<Diagnosis> ofSigner(
      OfAssertion evidence, AssertionObject object, Known known, Budget budget) {
    List<Bytes> signers = Signers.of(object, evidence.clientData().hash(), budget);
    if (signers.contains(evidence.keyId().bytes())) {
      return Optional.of(notRegistered(known));
    }
    List<Known.Key> registered =
        known.keys().stream().filter(key -> signers.contains(key.keyId())).limit(1).toList();
    return KeyIdDiagnosis.ofAny(evidence.keyId(), registered, budget)
        .or(() -> SignatureDiagnosis.byAnother(signers, known));
  }

  private static Diagnosis notRegistered(Known known) {
    return known.keys().stream().anyMatch(Known.Key::sameSubject)
        ? Diagnosis.likely(
            Mistake.NEW_KEY_AFTER_REINSTALL, Mistake.NEW_KEY_AFTER_REINSTALL.sentence())
        : Diagnosis.proved(Mistake.KEY_NOT_REGISTERED, Mistake.KEY_NOT_REGISTERED.sentence());
  }
}
