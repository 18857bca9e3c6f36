package assay.vectors;

import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registeredButReceipt;
import static assay.vectors.ReceiptCases.ATTESTED;
import static assay.vectors.ReceiptCases.METRIC;
import static assay.vectors.ReceiptCases.REFRESHED;
import static assay.vectors.Scene.APPLE;
import static assay.vectors.Scene.APPLE_ROOT;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.ISSUED;
import static assay.vectors.Scene.NOW;
import static assay.vectors.Scene.OTHER_DEVICE;
import static assay.vectors.Scene.withReceipt;

import assay.core.Bytes;
import assay.simulator.maker.ReceiptMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.AttestationAuthority;
import assay.simulator.maker.authority.ReceiptAuthority;
import assay.vectors.VectorGroup.Flag;
import java.time.Duration;
import java.time.Instant;

/** Receipts that came late, were kept too long, or are not the ones that are due. */
final class ReceiptMistakes {
  private final VectorGroup group =
      new VectorGroup(
          "diagnosis/receipts",
          "Receipts of another place, another time or another kind; expect.diagnosis names the mistake, and"
              + " expect.receiptDiagnosis that of a receipt which does not refuse its attestation.");

  static VectorGroup group() {
    ReceiptMistakes vectors = new ReceiptMistakes();
    vectors.registrations();
    vectors.exchanges();
    vectors.places();
    vectors.objects();
    return vectors.group;
  }

  private void registrations() {
    Flag flag =
        group.flag(
            "ReceiptAtWrongTime",
            "An attestation that the app kept has a receipt that is no longer fresh; a slow clock finds fresh"
                + " ones to be of the future.");
    registration("sent-late", flag, "The app sent it ten minutes later.", 10, "receipt-sent-late");
    registration(
        "from-the-future",
        flag,
        "The verifier's clock is ten minutes slow.",
        -10,
        "receipt-from-the-future");
    Bytes refreshed = DEVICE.refreshedReceipt(ATTESTED, METRIC, ISSUED).make();
    group.attestation(
        "exchanged-already",
        flag,
        "A receipt that Apple gave in exchange stands in the attestation.",
        withReceipt(DEVICE).receiptBytes(_ -> refreshed),
        registeredButReceipt(DEVICE, "receipt-type")
            .with("receiptDiagnosis", "receipt-exchanged-already"));
  }

  private void registration(String id, Flag flag, String comment, int minutes, String diagnosis) {
    group
        .add(id, flag, comment)
        .then(
            Event.attestation(ATTESTED)
                .at(ISSUED.plus(Duration.ofMinutes(minutes)))
                .expect(
                    registeredButReceipt(DEVICE, "receipt-age")
                        .with("receiptDiagnosis", diagnosis)));
  }

  private void exchanges() {
    Flag flag =
        group.flag(
            "ReceiptNotDue",
            "What is kept with a key is not what Apple gave for it, or is too old.");
    receipt(
        "not-exchanged",
        flag,
        "The attestation's own receipt.",
        Event.receipt(DEVICE, ATTESTED.receipt().orElseThrow()),
        "receipt-type",
        "receipt-not-exchanged");
    receipt(
        "kept-too-long",
        flag,
        "Looked at after a hundred days.",
        Event.receipt(DEVICE, refreshed(DEVICE, REFRESHED)).at(NOW.plus(Duration.ofDays(100))),
        "receipt-expired",
        "receipt-kept-too-long");
    group
        .add("of-another-key", flag, "Kept with another key's id.")
        .then(Event.key(OTHER_DEVICE, 0))
        .then(
            Event.receipt(OTHER_DEVICE, refreshed(DEVICE, REFRESHED))
                .expect(refused("public-key").diagnosed("receipt-of-another-key")));
  }

  private static ReceiptMaker refreshed(SoftwareDevice device, Instant created) {
    return device.refreshedReceipt(ATTESTED, METRIC, created);
  }

  private void receipt(
      String id, Flag flag, String comment, Event event, String step, String diagnosis) {
    group
        .add(id, flag, comment)
        .then(Event.key(DEVICE, 0))
        .then(event.expect(refused(step).diagnosed(diagnosis)));
  }

  private void places() {
    Flag flag =
        group.flag(
            "ReceiptOfAnotherPlace", "Another app, another environment, or another authority.");
    receipt(
        "of-another-prefix",
        flag,
        "Field 2 has another prefix.",
        Event.receipt(
            DEVICE,
            refreshed(DEVICE, REFRESHED).field(ReceiptMaker.APP_ID, "OTHER56789.com.example.app")),
        "app-id",
        "app-id-prefix");
    receipt(
        "of-development",
        flag,
        "Field 7 is sandbox.",
        Event.receipt(
            DEVICE, refreshed(DEVICE, REFRESHED).field(ReceiptMaker.ENVIRONMENT, "sandbox")),
        "environment",
        "development-key-in-production");
    group
        .add("of-simulator", flag, "A simulator's receipt comes to an app that trusts Apple.")
        .trusting(APPLE_ROOT, APPLE_ROOT)
        .then(Event.key(DEVICE, 0))
        .then(
            Event.receipt(DEVICE, refreshed(DEVICE, REFRESHED))
                .expect(refused("receipt-chain").diagnosed("receipt-of-simulator")));
    Bytes apple = AttestationAuthority.name("Apple Root CA - G3");
    ReceiptAuthority other =
        ReceiptAuthority.of(
            "assay test vectors: receipts of devices", made -> made.issuer(apple), made -> made);
    receipt(
        "of-device-in-test-app",
        flag,
        "The intermediate names Apple's root as its issuer.",
        Event.receipt(DEVICE, refreshed(DEVICE.with(APPLE.with(other)), REFRESHED)),
        "receipt-chain",
        "device-receipt-in-test-app");
  }

  private void objects() {
    Flag flag = group.flag("NoReceipt", "Bytes that hold a receipt, and are not one.");
    receipt(
        "attestation-as-receipt",
        flag,
        "The whole attestation.",
        Event.receipt(DEVICE, Scene.attestation(DEVICE).make().object()),
        "format",
        "attestation-as-receipt");
    receipt(
        "receipt-encoded-twice",
        flag,
        "The receipt's base64 text, encoded again.",
        Event.receipt(DEVICE, Bytes.utf8(refreshed(DEVICE, REFRESHED).make().base64())),
        "format",
        "object-encoded-twice");
  }
}
