package assay.vectors;

import static assay.vectors.Expect.registeredButReceipt;
import static assay.vectors.Expect.registeredWithReceipt;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.NOW;
import static assay.vectors.Scene.withReceipt;

import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.ReceiptMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.vectors.VectorGroup.Flag;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** The two ways in which receipts come, for the files of vectors that are about them. */
final class ReceiptCases {
  static final int METRIC = 2;
  static final Instant REFRESHED = NOW.minus(Duration.ofHours(1));

  /** The attestation of the key whose receipts these are. */
  static final AttestationMaker.Made ATTESTED = withReceipt(DEVICE).make();

  private final VectorGroup group;

  ReceiptCases(VectorGroup group) {
    this.group = group;
  }

  VectorCase registers(String id, Flag flag, String comment, Consumer<ReceiptMaker> change) {
    return group.attestation(
        id, flag, comment, withReceipt(DEVICE).receipt(change), registeredWithReceipt(DEVICE));
  }

  VectorCase registersWithout(
      String id, Flag flag, String comment, String step, Consumer<ReceiptMaker> change) {
    return group.attestation(
        id, flag, comment, withReceipt(DEVICE).receipt(change), registeredButReceipt(DEVICE, step));
  }

  VectorCase refreshes(
      String id, Flag flag, String comment, Expect expect, Consumer<ReceiptMaker> change) {
    return refreshes(id, flag, comment, expect, DEVICE, change);
  }

  VectorCase refreshes(
      String id,
      Flag flag,
      String comment,
      Expect expect,
      SoftwareDevice device,
      Consumer<ReceiptMaker> change) {
    ReceiptMaker made = device.refreshedReceipt(ATTESTED, METRIC, REFRESHED);
    change.accept(made);
    return group
        .add(id, flag, comment)
        .then(Event.key(DEVICE, 0))
        .then(Event.receipt(DEVICE, made).expect(expect));
  }

  static Expect metric(int metric) {
    return Expect.accepted().with("receiptType", "RECEIPT").with("riskMetric", metric);
  }

  void registersWithout(String id, Flag flag, String comment, String step, SoftwareDevice device) {
    group.attestation(id, flag, comment, withReceipt(device), registeredButReceipt(device, step));
  }
}
