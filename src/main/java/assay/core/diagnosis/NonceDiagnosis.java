package assay.core.diagnosis;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.attestation.AttestationObject;
import assay.core.attestation.Leaf;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.diagnosis.clientdata.Budget;
import assay.core.diagnosis.clientdata.Candidate;
import assay.core.diagnosis.clientdata.ClientDataCandidates;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import java.util.Optional;

/** What the app had the device hash, where the certified nonce tells that it was something else. */
final class NonceDiagnosis {
  private static final int HASHES_A_CANDIDATE = 2;

  private NonceDiagnosis() {}

  static Optional<Diagnosis> of(
      OfAttestation evidence, AttestationObject object, Leaf leaf, Known known, Budget budget)
      throws Malformed {
    Bytes certified = leaf.nonce();
    if (budget.sha256(object.authData(), evidence.clientData().hash()).equals(certified)) {
      return Optional.empty();
    }
    return changedFlags(evidence, object, certified, budget)
        .or(() -> clientData(evidence, object, known, certified, budget));
  }

  private static Optional<Diagnosis> changedFlags(
      OfAttestation evidence, AttestationObject object, Bytes certified, Budget budget) {
    return Flags.others(object.authData())
        .filter(data -> budget.sha256(data, evidence.clientData().hash()).equals(certified))
        .findFirst()
        .map(data -> Flags.changed(object.authData(), data));
  }

  private static Optional<Diagnosis> clientData(
      OfAttestation evidence,
      AttestationObject object,
      Known known,
      Bytes certified,
      Budget budget) {
    return ClientDataCandidates.of(
            evidence.clientData(), known.challenges(), evidence.keyId().bytes(), budget)
        .takeWhile(_ -> budget.allowsHashes(HASHES_A_CANDIDATE))
        .filter(candidate ->
            budget.sha256(object.authData(), candidate.clientDataHash(budget)).equals(certified))
        .findFirst()
        .map(NonceDiagnosis::diagnosis);
  }

  static Diagnosis diagnosis(Candidate candidate) {
    Mistake mistake = candidate.mistake();
    return Diagnosis.proved(mistake, candidate.found());
  }
}
