package assay.core.diagnosis;

import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.CounterRule;
import assay.core.Forged;
import assay.core.Seeds;
import assay.core.Step;
import assay.core.diagnosis.Known.OtherApp;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.diagnosis.RefusedEvidence.OfReceipt;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.core.pki.TrustedRoots;
import assay.core.receipt.Expected;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in any place of refused evidence: an answer or none, in time, and no exception. */
final class DiagnoserFuzzTest {
  private static final Diagnoser DIAGNOSER = new Diagnoser(Forged.SIGNATURES);
  private static final Bytes ATTESTATION =
      Forged.attestationObject(Forged.AUTH_DATA, Forged.LEAF, Forged.AUTHORITY_CERTIFICATE);
  private static final TrustedRoots ROOTS = Forged.roots(List.of());
  private static final Bytes BODY = Bytes.utf8("{\"a\":\"/é\",\"challenge\":\"c\"}");

  static Stream<Arguments> objects() {
    return Seeds.of(
        Seeds.cut(ATTESTATION),
        Seeds.cut(Forged.assertionObject()),
        Seeds.text(ATTESTATION),
        Seeds.cbor(),
        Seeds.ber(),
        Seeds.vectors("attestationObject").limit(200),
        Seeds.vectors("assertionObject").limit(200));
  }

  @MethodSource("objects")
  @FuzzTest(maxDuration = "10m")
  void anyObjectIsAnswered(byte[] object) {
    diagnose(Forged.KEY_ID, Bytes.of(object), ClientData.of(BODY));
  }

  static Stream<Arguments> clientData() {
    return Seeds.of(
        Seeds.cut(BODY),
        Stream.of(
                "[".repeat(5_000), "\"", "\"\"", "{}", "%", "%4", "%zz", "a+b", "=", "{\"a\":1e9}")
            .map(Bytes::utf8),
        Stream.of(Bytes.hex("c3"), Bytes.hex("eda080"), Bytes.of(new byte[100_000])),
        Stream.of(Bytes.utf8("{\"a\":\"" + "/é".repeat(2_000) + "\"}")));
  }

  @MethodSource("clientData")
  @FuzzTest(maxDuration = "10m")
  void anyClientDataIsAnswered(byte[] clientData) {
    Bytes data = Bytes.of(clientData);
    for (ClientData expected :
        List.of(
            ClientData.of(data),
            ClientData.ofHash(data),
            ClientData.of(BODY).withChallenge(data))) {
      diagnose(Forged.KEY_ID, ATTESTATION, expected);
      diagnose(Forged.KEY_ID, Forged.assertionObject(), expected);
    }
  }

  static Stream<Arguments> keyIds() {
    return Seeds.of(
        Seeds.cut(Forged.KEY_ID), Seeds.text(Forged.KEY_ID), Stream.of(Forged.PUBLIC_KEY));
  }

  @MethodSource("keyIds")
  @FuzzTest(maxDuration = "10m")
  void anyKeyIdIsAnswered(byte[] keyId) {
    diagnose(Bytes.of(keyId), ATTESTATION, ClientData.of(BODY));
    diagnose(Bytes.of(keyId), Forged.assertionObject(), ClientData.of(BODY));
  }

  static Stream<Arguments> receipts() {
    return Seeds.of(
        Seeds.cut(Bytes.of(Forged.receipt())),
        Seeds.text(Bytes.of(Forged.receipt())),
        Seeds.ber(),
        Seeds.vectors("receipt").limit(200),
        Stream.of(ATTESTATION));
  }

  @MethodSource("receipts")
  @FuzzTest(maxDuration = "10m")
  void anyReceiptIsAnswered(byte[] receipt) {
    Known known = Known.of(Forged.APP, ROOTS, Forged.NOW);
    for (Expected expected :
        List.of(Forged.expectedAtRegistration().orElseThrow(), new Expected.Refreshed(BODY))) {
      for (Step step : Step.Receipt.values()) {
        Bounds.shown(
            () -> DIAGNOSER.diagnose(new OfReceipt(Bytes.of(receipt), expected, step), known));
      }
    }
  }

  private static void diagnose(Bytes keyId, Bytes object, ClientData data) {
    Known known =
        Known.of(Forged.APP, ROOTS, Forged.NOW)
            .withOtherApps(List.of(new OtherApp("same", Forged.APP)))
            .withChallenges(List.of(new KnownChallenge(data.hash(), true)))
            .withKeys(
                List.of(
                    new Known.Key(keyId, object, true),
                    new Known.Key(Forged.KEY_ID, Forged.PUBLIC_KEY, false)))
            .withCounter(CounterRule.State.at(9));
    SentKeyId sent = new SentKeyId(keyId, Optional.of(keyId.text()));
    for (SentKeyId id : List.of(sent, SentKeyId.of(keyId))) {
      for (Step step : Step.Attestation.values()) {
        Bounds.shown(() -> DIAGNOSER.diagnose(new OfAttestation(id, object, data, step), known));
      }
      for (Step step : Step.Assertion.values()) {
        Bounds.shown(() ->
            DIAGNOSER.diagnose(
                new OfAssertion(id, object, data, Optional.of(Forged.PUBLIC_KEY), step), known));
      }
    }
  }
}
