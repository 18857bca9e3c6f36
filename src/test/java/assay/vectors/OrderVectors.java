package assay.vectors;

import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registeredButReceipt;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.MAC;
import static assay.vectors.Scene.OTHER_APPLE;
import static assay.vectors.Scene.OTHER_DEVICE;
import static assay.vectors.Scene.REQUEST_HASH;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.maker.AssertionMaker;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.AuthDataMaker;
import assay.simulator.maker.OperatingSystem;
import assay.simulator.maker.ReceiptMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.vectors.VectorGroup.Flag;
import java.util.List;

/** Which step is the answer where several fail: the first, in the order of design.md 3. */
final class OrderVectors {
  private static final List<String> ATTESTATION =
      List.of(
          "certificate-chain",
          "nonce",
          "access-control",
          "key-id",
          "app-id",
          "counter",
          "environment",
          "credential-id",
          "validation-category",
          "bundle-version",
          "public-key",
          "certificate-subject",
          "certificate-app-id");

  private static final List<String> RECEIPT =
      List.of(
          "format",
          "receipt-signature",
          "receipt-chain",
          "app-id",
          "receipt-age",
          "public-key",
          "receipt-type",
          "receipt-expired",
          "environment",
          "client-data-hash");

  private final VectorGroup group =
      new VectorGroup(
          "order",
          "Evidence that is wrong in a step and in every step after it. The first one that fails is the"
              + " answer, so that two verifiers say the same and a client learns what to do first.");
  private final Flag first =
      group.flag(
          "FirstFailureWins",
          "Checks that run in another order, or at the same time, report whatever comes first; answers"
              + " then differ from run to run, and what a client should do differs with them.");

  static VectorGroup group() {
    OrderVectors vectors = new OrderVectors();
    vectors.attestations();
    vectors.assertions();
    vectors.receipts();
    return vectors.group;
  }

  private void attestations() {
    Policy policy = Policy.macos().minimumBundleVersion("2");
    for (String step : ATTESTATION) {
      int from = ATTESTATION.indexOf(step);
      group
          .add(
              "attestation-from-" + step,
              first,
              "Wrong in " + step + " and in every step after it.")
          .under(policy)
          .then(attestation(from).expect(refused(step)));
    }
    group
        .add("attestation-from-format", first, "Wrong in format and in every step after it.")
        .under(policy)
        .then(
            Event.attestation(
                    OTHER_DEVICE.key().keyId(),
                    wrong(0).encoded(object -> object.concat(Bytes.hex("00"))).make().object())
                .expect(refused("format")));
  }

  private static boolean fails(int from, String step) {
    return ATTESTATION.indexOf(step) >= from;
  }

  private static Event attestation(int from) {
    Bytes keyId =
        fails(from, "key-id") ? Bytes.sha256(Bytes.utf8("nobody's key")) : MAC.key().keyId();
    return Event.attestation(keyId, wrong(from).make().object())
        .clientData(fails(from, "nonce") ? Scene.OTHER_CHALLENGE : Scene.CHALLENGE);
  }

  private static AttestationMaker wrong(int from) {
    SoftwareDevice device =
        MAC.launchedAs(fails(from, "validation-category") ? 3 : 4, "1")
            .with(fails(from, "environment") ? Environment.DEVELOPMENT : Environment.PRODUCTION)
            .with(fails(from, "certificate-chain") ? OTHER_APPLE : Scene.APPLE);
    return Scene.attestation(device)
        .authData(data -> {
          if (fails(from, "app-id")) {
            data.rpIdHash(Bytes.sha256(Bytes.utf8("another app")));
          }
          if (fails(from, "counter")) {
            data.counter(1);
          }
          if (fails(from, "credential-id")) {
            data.credentialId(OTHER_DEVICE.key().keyId());
          }
          if (fails(from, "bundle-version")) {
            data.extensions(AuthDataMaker.launchInfo(device.validationCategory(), "1.9.9"));
          } else {
            data.extensions(AuthDataMaker.launchInfo(4, "2"));
          }
          if (fails(from, "public-key")) {
            data.publicKey(AuthDataMaker.coseKey(OTHER_DEVICE.key()));
          }
        })
        .leaf(leaf -> {
          if (fails(from, "access-control")) {
            leaf.without(AttestationMaker.ACCESS_CONTROL);
          }
          if (fails(from, "certificate-subject")) {
            leaf.subject(AttestationMaker.subject(OTHER_DEVICE.key().keyId().hex()));
          }
          leaf.extension(
              AttestationMaker.APP, OperatingSystem.MACOS_27.app("TEAMID1234.com.example.other"));
        });
  }

  private void assertions() {
    Policy policy = Policy.production().minimumBundleVersion("2");
    Bytes wrongFormat =
        forged(true, true, true).encoded(object -> object.concat(Bytes.hex("00"))).make();
    group
        .add("assertion-from-format", first, "Malformed, of an unknown key, and all the rest.")
        .under(policy)
        .then(Event.assertion(DEVICE, wrongFormat).expect(refused("format")));
    group
        .add("assertion-from-unknown-key", first, "Of an unknown key, forged, and all the rest.")
        .under(policy)
        .then(
            Event.assertion(DEVICE, forged(true, true, true).make())
                .expect(refused("unknown-key")));
    group
        .add("assertion-from-revoked-key", first, "Of a revoked key, forged, and all the rest.")
        .under(policy)
        .then(Event.key(DEVICE, 9))
        .then(Event.revoke(DEVICE))
        .then(
            Event.assertion(DEVICE, forged(true, true, true).make())
                .expect(refused("revoked-key")));
    assertion("signature", forged(true, true, true));
    assertion("app-id", forged(false, true, true));
    assertion("validation-category", forged(false, false, true));
    assertion("bundle-version", forged(false, false, false));
    AssertionMaker old = Scene.DEVICE_27.launchedAs(4, "2").assertion(REQUEST_HASH, 9);
    assertion("counter", old);
  }

  /** The key was registered with the counter 9, which none of these is above. */
  private void assertion(String step, AssertionMaker evidence) {
    group
        .add("assertion-from-" + step, first, "Wrong in " + step + " and in every step after it.")
        .under(Policy.production().minimumBundleVersion("2"))
        .then(Event.key(DEVICE, 9))
        .then(Event.assertion(DEVICE, evidence.make()).expect(refused(step)));
  }

  private static AssertionMaker forged(boolean signature, boolean appId, boolean category) {
    SoftwareDevice device = Scene.DEVICE_27.launchedAs(category ? 3 : 4, "1");
    SoftwareDevice inApp = appId ? device.ofApp("TEAMID1234.com.example.other") : device;
    AssertionMaker made = inApp.assertion(REQUEST_HASH, 9);
    return signature ? made.signedBy(OTHER_DEVICE.key()) : made;
  }

  private void receipts() {
    for (String step : RECEIPT) {
      int from = RECEIPT.indexOf(step);
      SoftwareDevice device =
          late(from, "receipt-chain")
              ? DEVICE.with(Scene.APPLE.with(OTHER_APPLE.receipts()))
              : DEVICE;
      group
          .add(
              "receipt-from-" + step,
              first,
              "The receipt of an attestation is wrong in " + step + " and in every step after it.")
          .then(
              Event.attestation(
                      Scene.withReceipt(device).receipt(receipt -> wrong(receipt, from)).make())
                  .expect(registeredButReceipt(DEVICE, step)));
    }
  }

  private static boolean late(int from, String step) {
    return RECEIPT.indexOf(step) >= from;
  }

  private static void wrong(ReceiptMaker receipt, int from) {
    if (late(from, "format")) {
      receipt.without(ReceiptMaker.TOKEN);
    }
    if (late(from, "receipt-signature")) {
      receipt.signature(made -> Bytes.EMPTY);
    }
    if (late(from, "app-id")) {
      receipt.field(ReceiptMaker.APP_ID, "another app");
    }
    if (late(from, "receipt-age")) {
      receipt.field(ReceiptMaker.CREATED, "2026-10-01T11:00:00Z");
    }
    if (late(from, "public-key")) {
      receipt.field(ReceiptMaker.LEAF, Scene.withReceipt(OTHER_DEVICE).make().leaf());
    }
    if (late(from, "receipt-type")) {
      receipt
          .field(ReceiptMaker.TYPE, "RECEIPT")
          .field(ReceiptMaker.RISK_METRIC, "1")
          .field(ReceiptMaker.NOT_BEFORE, "2026-10-02T11:00:00Z");
    }
    if (late(from, "receipt-expired")) {
      receipt.field(ReceiptMaker.EXPIRES, "2026-10-01T11:30:00Z");
    }
    if (late(from, "environment")) {
      receipt.field(ReceiptMaker.ENVIRONMENT, "sandbox");
    }
    receipt.field(ReceiptMaker.CLIENT_DATA_HASH, Scene.REQUEST_HASH);
  }
}
