/**
 * What is remembered: keys, their counters, spent challenges and the secret that challenges are
 * made with. {@link assay.store.Store} says what an engine must do; {@code sqlite} and {@code
 * postgres} do it, each with its own SQL.
 *
 * <p>To read it from the top: {@code Store}, with its parts {@code ReceiptQueue}, {@code TokenUses}
 * and {@code DecisionLog}; what decisions take ({@code AppKey}, {@code NewKey}, {@code
 * OpenChallenge}) and answer ({@code Registration}, {@code Advance}, {@code StoredKey}); the rest
 * are values in those.
 */
@NullMarked
package assay.store;

import org.jspecify.annotations.NullMarked;
