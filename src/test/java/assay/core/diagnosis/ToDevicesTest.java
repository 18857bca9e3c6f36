package assay.core.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.App;
import assay.core.Bytes;
import assay.core.Forged;
import assay.core.Step;
import assay.core.diagnosis.Known.EarlierRefusal;
import assay.core.diagnosis.Known.OtherApp;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Diagnosis.Certainty;
import assay.core.pki.TrustedRoots;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What callers learn of other apps and keys, and whoever sent the evidence does not. */
final class ToDevicesTest {
  private static final Diagnoser DIAGNOSER = new Diagnoser(Forged.SIGNATURES);
  private static final TrustedRoots ROOTS = new TrustedRoots(List.of(), Forged.SIGNATURES);
  private static final OtherApp SECRET = new OtherApp("the-secret-name", Forged.APP);
  private static final ClientData DATA = ClientData.ofHash(Forged.CLIENT_DATA_HASH);

  private static Known known(App app) {
    return Known.of(app, ROOTS, Forged.NOW);
  }

  private static Diagnosis attestation(Step step, Known known) {
    Bytes object =
        Forged.attestationObject(Forged.AUTH_DATA, Forged.LEAF, Forged.AUTHORITY_CERTIFICATE);
    return DIAGNOSER
        .diagnose(new OfAttestation(SentKeyId.of(Forged.KEY_ID), object, DATA, step), known)
        .orElseThrow();
  }

  private static Diagnosis assertion(Bytes keyId, Optional<Bytes> key, Step step, Known known) {
    return DIAGNOSER
        .diagnose(
            new OfAssertion(SentKeyId.of(keyId), Forged.assertionObject(), DATA, key, step), known)
        .orElseThrow();
  }

  private static void toCallersOnly(String code, String secret, Diagnosis diagnosis) {
    assertEquals(code, diagnosis.code());
    assertTrue(diagnosis.found().contains(secret), diagnosis.found());
    Diagnosis told = diagnosis.forDevice();
    assertFalse(told.found().contains(secret), told.found());
    assertTrue(diagnosis.found().startsWith(told.found()), told.found());
    assertEquals(diagnosis.mistake(), told.mistake());
    assertEquals(diagnosis.certainty(), told.certainty());
  }

  @Test
  void aDeviceDoesNotLearnWhichAppItsEvidenceIsOf() {
    App other = App.of("TEAMID9999.example.other", App.Environment.DEVELOPMENT);
    Known known = known(other).withOtherApps(List.of(SECRET));
    toCallersOnly(
        "app-id-of-another-app", SECRET.name(), attestation(Step.Attestation.APP_ID, known));
  }

  @Test
  void aDeviceDoesNotLearnWhichAppIsForTheOtherEnvironment() {
    Known known =
        known(App.of(Forged.APP_ID, App.Environment.PRODUCTION)).withOtherApps(List.of(SECRET));
    toCallersOnly(
        "development-key-in-production",
        SECRET.name(),
        attestation(Step.Attestation.ENVIRONMENT, known));
  }

  @Test
  void aDeviceDoesNotLearnWhereElseItsKeyIsRegistered() {
    toCallersOnly(
        "key-of-another-app",
        SECRET.name(),
        assertion(
            Forged.KEY_ID,
            Optional.empty(),
            Step.Assertion.UNKNOWN_KEY,
            known(Forged.APP).withKeyElsewhere(List.of(SECRET.name()))));
  }

  @Test
  void aDeviceDoesNotLearnTheIdsOfOtherKeys() {
    Known known =
        known(Forged.APP).withKeys(List.of(new Known.Key(Forged.KEY_ID, Forged.PUBLIC_KEY, false)));
    Bytes other = Bytes.sha256(Bytes.utf8("another"));
    toCallersOnly(
        "signed-by-another-key",
        Forged.KEY_ID.base64(),
        assertion(other, Optional.empty(), Step.Assertion.UNKNOWN_KEY, known));
    toCallersOnly(
        "key-id-cut",
        Forged.KEY_ID.base64(),
        assertion(Forged.KEY_ID.slice(0, 20), Optional.empty(), Step.Assertion.UNKNOWN_KEY, known));
  }

  @Test
  void anEarlierRefusalProvesNothingAsAnybodyCanNameAKey() {
    Diagnosis found =
        assertion(
            Forged.KEY_ID,
            Optional.empty(),
            Step.Assertion.UNKNOWN_KEY,
            known(Forged.APP)
                .withEarlierRefusal(new EarlierRefusal(Step.Attestation.NONCE, Forged.NOW)));
    assertEquals("key-refused-earlier", found.code());
    assertEquals(Certainty.LIKELY, found.certainty());
  }

  @Test
  void anotherPrefixIsNeverAskedToBeConfigured() {
    App other = App.of("TEAMID9999.example.forged", App.Environment.DEVELOPMENT);
    Diagnosis found = attestation(Step.Attestation.APP_ID, known(other));
    assertEquals("app-id-prefix", found.code());
    assertTrue(found.action().contains("never take a prefix from evidence"), found.action());
  }
}
