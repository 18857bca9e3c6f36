/**
 * Decisions after they were made: why evidence was refused, and a record that can be judged again.
 *
 * <p><b>2026-11-22: beside the path.</b> A refusal is explained and recorded after its verdict
 * stands. Explaining runs on worker threads, so many a second; an answer waits for it a few
 * milliseconds at most, and only where it is shown. Records wait in a bounded queue and are written
 * in batches; what finds no place is counted and dropped. Nothing here can change an answer:
 * whatever fails or throws is counted, and the answer goes without a diagnosis. A stop waits for
 * what is to be recorded so far, from the moment it was decided, and for no more than a set time.
 *
 * <p><b>2026-11-22: whole or not at all.</b> A record holds the policy, the roots, the evidence as
 * it came and what was seen of the key, so that the same verdict follows from it alone, by the same
 * code. What cannot be found anew is the challenge: its secret stays in the store. So the record
 * says what was wrong with it. Key ids, client data and subjects stand in records, which is why
 * they are kept for a time only and never in a log; tokens and secrets stand nowhere in them.
 *
 * <p><b>2026-11-22: what Apple is asked.</b> Refreshes of receipts and questions to DeviceCheck are
 * recorded as evidence is, by the same bounds. Recorded is what stands: a receipt that we refuse, a
 * definite answer of Apple's, what was known of the key. That Apple is down, throttles, or is being
 * asked already decides nothing ({@link assay.service.apple.Outcome#UNDECIDED}). Only a receipt
 * that was judged here can be judged again. A device token never comes this far but for its
 * SHA-256.
 */
@NullMarked
package assay.service.journal;

import org.jspecify.annotations.NullMarked;
