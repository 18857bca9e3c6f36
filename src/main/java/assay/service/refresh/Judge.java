package assay.service.refresh;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.pki.Signatures;
import assay.core.receipt.Expected;
import assay.core.receipt.Receipt;
import assay.core.receipt.ReceiptVerifier;
import assay.service.ServedApp;
import assay.store.ReceiptQueue.Claimed;
import java.time.Instant;
import java.util.Optional;

/** Judges a receipt that came in exchange: a millisecond of work, and no waiting. */
@FunctionalInterface
interface Judge {
  Verdict<Receipt> judge(ServedApp app, Claimed old, Bytes brought, Instant now);

  /** By Apple's steps and ours, of the same key and the same App ID, and newer than the old one. */
  static Judge by(Signatures signatures) {
    return (app, old, brought, now) -> {
      Expected expected = new Expected.Refreshed(old.lease().key().keyId());
      Verdict<Receipt> verdict =
          new ReceiptVerifier(app.receiptRoots(), signatures)
              .verify(brought, Optional.of(expected), app.app(), now);
      return switch (verdict) {
        case Verdict.Accepted<Receipt>(Receipt receipt) -> comparedWith(old, receipt, verdict);
        case Verdict.Refused<Receipt> _ -> verdict;
      };
    };
  }

  private static Verdict<Receipt> comparedWith(
      Claimed old, Receipt receipt, Verdict<Receipt> verdict) {
    if (!receipt.appId().equals(old.appId())) {
      return new Verdict.Refused<>(
          Step.Receipt.APP_ID, "the key was attested under another App ID of the app");
    }
    Optional<Instant> before = old.receipt().createdAt();
    return before.isPresent() && !receipt.created().isAfter(before.get())
        ? new Verdict.Refused<>(Step.Receipt.RECEIPT_AGE, Turn.NOT_NEWER)
        : verdict;
  }
}
