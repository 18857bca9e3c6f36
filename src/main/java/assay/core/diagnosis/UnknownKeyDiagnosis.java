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
        .or(() -> KeyIdDiagnosis.ofAny(evidence.keyId(), known, budget))
        .or(() -> ofSigner(evidence, object, known, budget));
  }

  private static Optional<Diagnosis> elsewhere(Known known) {
    return known.elsewhere().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Diagnosis.proved(
                Mistake.KEY_OF_ANOTHER_APP,
                "The key is registered under " + String.join(", ", known.elsewhere()) + "."));
  }

  private static Diagnosis refused(EarlierRefusal refusal) {
    return Diagnosis.proved(
        Mistake.KEY_REFUSED_EARLIER,
        "The key was never registered: its attestation was refused at the step "
            + refusal.step().code()
            + " at "
            + refusal.at()
            + ".");
  }

  /** The signature tells which key made it; where that is the named one, the app did its part. */
  private static Optional<Diagnosis> ofSigner(
      OfAssertion evidence, AssertionObject object, Known known, Budget budget) {
    List<Bytes> signers = Signers.of(object, evidence.clientData().hash(), budget);
    if (signers.contains(evidence.keyId().bytes())) {
      Mistake mistake =
          known.keys().stream().anyMatch(Known.Key::sameSubject)
              ? Mistake.NEW_KEY_AFTER_REINSTALL
              : Mistake.KEY_NOT_REGISTERED;
      return Optional.of(
          mistake == Mistake.KEY_NOT_REGISTERED
              ? Diagnosis.proved(mistake, mistake.sentence())
              : Diagnosis.likely(mistake, mistake.sentence()));
    }
    return SignatureDiagnosis.byAnother(signers, known);
  }
}
