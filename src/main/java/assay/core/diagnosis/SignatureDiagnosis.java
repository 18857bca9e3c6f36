package assay.core.diagnosis;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.assertion.AssertionObject;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.clientdata.Budget;
import assay.core.diagnosis.clientdata.ClientDataCandidates;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import assay.core.pki.Signatures;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the key signed, where it is not what the server expects; or whose signature it is. */
final class SignatureDiagnosis {
  private final Signatures signatures;
  private final OfAssertion evidence;
  private final Bytes data;
  private final AssertionObject object;
  private final Known known;
  private final Budget budget;

  SignatureDiagnosis(
      Signatures signatures,
      OfAssertion evidence,
      AssertionObject object,
      Known known,
      Budget budget) {
    this.signatures = signatures;
    this.evidence = evidence;
    this.data = object.data().raw();
    this.object = object;
    this.known = known;
    this.budget = budget;
  }

  Optional<Diagnosis> of(Bytes publicKey) throws Malformed {
    PublicKey key = signatures.key(publicKey);
    Bytes hash = evidence.clientData().hash();
    if (!Signatures.wellFormed(object.signature())) {
      return Signatures.ofFixedWidth(object.signature())
          .filter(der -> signs(key, nonce(data, hash), der))
          .map(_ -> proved(Mistake.SIGNATURE_P1363));
    }
    List<Bytes> signers = signers(hash);
    if (signers.contains(budget.sha256(publicKey))) {
      return Optional.empty();
    }
    return byAnother(signers, known)
        .or(() -> otherHashes(key, hash))
        .or(() -> changedFlags(Flags.likely(data), key, hash))
        .or(() -> clientData(key))
        .or(() -> changedFlags(Flags.unlikely(data), key, hash));
  }

  /**
   * Whose signature it is. Without another key to compare with nothing is computed, but counted all
   * the same: a server has looked the signers up before, and found none.
   */
  private List<Bytes> signers(Bytes hash) {
    if (known.keys().isEmpty()) {
      Signers.count(budget);
      return List.of();
    }
    return Signers.of(object, hash, budget);
  }

  /** One of the two keys that fit is registered. */
  static Optional<Diagnosis> byAnother(List<Bytes> signers, Known known) {
    return known.keys().stream()
        .filter(other -> signers.contains(other.keyId()))
        .findFirst()
        .map(other ->
            proved(Mistake.SIGNED_BY_ANOTHER_KEY)
                .toCallers(" The key " + other.keyId().base64() + " signed."));
  }

  private static Diagnosis proved(Mistake mistake) {
    return Diagnosis.proved(mistake, mistake.sentence());
  }

  private Bytes nonce(Bytes authenticatorData, Bytes hash) {
    return budget.sha256(authenticatorData, hash);
  }

  private boolean signs(PublicKey key, Bytes message, Bytes signature) {
    if (!budget.allowsChecks(1)) {
      return false;
    }
    budget.check();
    return signatures.verify(key, message, signature);
  }

  private Optional<Diagnosis> otherHashes(PublicKey key, Bytes hash) {
    if (signs(key, data.concat(hash), object.signature())) {
      return Optional.of(proved(Mistake.NONCE_AS_DIGEST));
    }
    return signs(key, budget.sha256(nonce(data, hash)), object.signature())
        ? Optional.of(proved(Mistake.NONCE_HASHED_AGAIN))
        : Optional.empty();
  }

  private Optional<Diagnosis> changedFlags(Stream<Bytes> others, PublicKey key, Bytes hash) {
    return others
        .filter(other -> signs(key, nonce(other, hash), object.signature()))
        .findFirst()
        .map(other -> Flags.changed(data, other));
  }

  private Optional<Diagnosis> clientData(PublicKey key) {
    return ClientDataCandidates.of(
            evidence.clientData(), known.challenges(), evidence.keyId().bytes(), budget)
        .takeWhile(_ -> budget.allowsChecks(1) && budget.allowsHashes(2))
        .filter(candidate ->
            signs(key, nonce(data, candidate.clientDataHash(budget)), object.signature()))
        .findFirst()
        .map(NonceDiagnosis::diagnosis);
  }
}
