package assay.service.refresh;

import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Refusal;
import assay.core.Verdict;
import assay.core.pki.Signatures;
import assay.core.receipt.Expected;
import assay.core.receipt.Receipt;
import assay.core.receipt.ReceiptVerifier;
import assay.service.policy.Conditions;
import assay.service.policy.ServedApp;
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
      return verdict instanceof Verdict.Accepted<Receipt>(Receipt receipt)
          ? comparedWith(old, receipt, verdict)
          : verdict;
    };
  }

  private static Verdict<Receipt> comparedWith(
      Claimed old, Receipt receipt, Verdict<Receipt> verdict) {
    try {
      Conditions.requireSuccessor(
          receipt, Optional.of(old.appId()), old.receipt().createdAt(), Checklist.NONE);
      return verdict;
    } catch (Refusal refusal) {
      return refusal.verdict();
    }
  }
}
