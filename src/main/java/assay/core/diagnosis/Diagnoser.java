package assay.core.diagnosis;

import assay.core.Malformed;
import assay.core.Step;
import assay.core.assertion.AssertionObject;
import assay.core.attestation.AttestationObject;
import assay.core.attestation.Leaf;
import assay.core.authenticator.AttestedData;
import assay.core.authenticator.AuthenticatorData;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.diagnosis.RefusedEvidence.OfReceipt;
import assay.core.diagnosis.clientdata.Budget;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Signatures;
import java.util.Optional;
import java.util.Set;

/**
 * Says why evidence was refused, where it can: tries the known mistakes and names the one with
 * which the failing step would pass. Silent where none is found, and where nothing is wrong.
 *
 * <p>Thread-safe and pure. Takes a few milliseconds at most ({@link Budget}); not for an event
 * loop. What Apple's servers answer needs no search: {@link
 * assay.core.diagnosis.mistake.AppleAnswer}.
 */
public final class Diagnoser {
  private static final Set<String> OF_OTHER_APPS =
      Set.of(
          Step.Assertion.APP_ID.code(),
          Step.Attestation.ENVIRONMENT.code(),
          Step.Assertion.UNKNOWN_KEY.code());

  private final Signatures signatures;

  public Diagnoser(Signatures signatures) {
    this.signatures = signatures;
  }

  /**
   * Whether other apps can be behind a refusal, of evidence or of a receipt. What is found at any
   * other step tells of none.
   *
   * @param code of the step
   */
  public static boolean looksAtOtherApps(String code) {
    return OF_OTHER_APPS.contains(code);
  }

  public Optional<Diagnosis> diagnose(RefusedEvidence evidence, Known known) {
    return diagnose(evidence, known, new Budget());
  }

  /** As {@link #diagnose(RefusedEvidence, Known)}, counting what it costs. */
  public Optional<Diagnosis> diagnose(RefusedEvidence evidence, Known known, Budget budget) {
    try {
      return switch (evidence) {
        case OfAttestation attestation -> attestation(attestation, known, budget);
        case OfAssertion assertion -> assertion(assertion, known, budget);
        case OfReceipt receipt ->
            receipt.step() instanceof Step.Receipt step
                ? ReceiptDiagnosis.of(receipt, step, known)
                : Optional.empty();
      };
    } catch (Malformed _) {
      return Optional.empty(); // what does not decode has no mistake to find in it
    }
  }

  private static Optional<Diagnosis> attestation(OfAttestation evidence, Known known, Budget budget)
      throws Malformed {
    if (evidence.step() instanceof Step.Registration step) {
      return registration(evidence, step, known);
    }
    if (!(evidence.step() instanceof Step.Attestation step)) {
      return Optional.empty();
    }
    if (step == Step.Attestation.FORMAT) {
      return FormatDiagnosis.ofAttestation(evidence.object());
    }
    AttestationObject object = AttestationObject.decode(evidence.object());
    AttestedData data = AttestedData.decode(object.authData());
    return switch (step) {
      case CERTIFICATE_CHAIN -> ChainDiagnosis.of(object, known, budget);
      case NONCE -> NonceDiagnosis.of(evidence, object, leaf(object), known, budget);
      case ACCESS_CONTROL -> LaunchDiagnosis.ofAccessControl(leaf(object), known.app());
      case KEY_ID -> KeyIdDiagnosis.of(evidence.keyId(), leaf(object).publicKey(), known, budget);
      case APP_ID ->
          AppIdDiagnosis.certified(data.common().rpIdHash(), leaf(object).appId(), known, budget);
      case ENVIRONMENT -> EnvironmentDiagnosis.of(data, leaf(object), known);
      case VALIDATION_CATEGORY ->
          LaunchDiagnosis.ofCategory(data.common().launchInfo(), known.app());
      case BUNDLE_VERSION ->
          LaunchDiagnosis.ofBundleVersion(data.common().launchInfo(), known.app());
      case CHALLENGE -> MemoryDiagnosis.ofChallenge(evidence.clientData(), known);
      case REVOKED_KEY -> MemoryDiagnosis.ofRevocation(known);
      default -> Optional.empty();
    };
  }

  private static Optional<Diagnosis> registration(
      OfAttestation evidence, Step.Registration step, Known known) throws Malformed {
    return switch (step) {
      case RECEIPT ->
          ReceiptDiagnosis.ofRequired(AttestationObject.decode(evidence.object()), known);
      case SUBJECT -> MemoryDiagnosis.ofSubject(known);
    };
  }

  private static Leaf leaf(AttestationObject object) throws Malformed {
    if (object.x5c().isEmpty()) {
      throw new Malformed("x5c holds no certificates");
    }
    return Leaf.decode(object.x5c().getFirst());
  }

  private Optional<Diagnosis> assertion(OfAssertion evidence, Known known, Budget budget)
      throws Malformed {
    if (!(evidence.step() instanceof Step.Assertion step)) {
      return Optional.empty();
    }
    if (step == Step.Assertion.FORMAT) {
      return FormatDiagnosis.ofAssertion(evidence.object());
    }
    AssertionObject object = AssertionObject.decode(evidence.object());
    AuthenticatorData data = object.data();
    return switch (step) {
      case UNKNOWN_KEY -> UnknownKeyDiagnosis.of(evidence, object, known, budget);
      case SIGNATURE ->
          evidence.publicKey().isEmpty()
              ? Optional.empty()
              : new SignatureDiagnosis(signatures, evidence, object, known, budget)
                  .of(evidence.publicKey().get());
      case APP_ID -> AppIdDiagnosis.guessed(data.rpIdHash(), known, budget);
      case VALIDATION_CATEGORY -> LaunchDiagnosis.ofCategory(data.launchInfo(), known.app());
      case BUNDLE_VERSION -> LaunchDiagnosis.ofBundleVersion(data.launchInfo(), known.app());
      case REVOKED_KEY -> MemoryDiagnosis.ofRevocation(known);
      case SUBJECT -> MemoryDiagnosis.ofSubject(known);
      case CHALLENGE -> MemoryDiagnosis.ofChallenge(evidence.clientData(), known);
      case COUNTER ->
          known
              .counter()
              .flatMap(
                  state -> CounterDiagnosis.of(data.counter(), state, known.app().counterRule()));
      default -> Optional.empty();
    };
  }
}
