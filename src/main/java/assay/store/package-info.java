/**
 * What is remembered: keys, their counters, spent challenges and the secret that challenges are
 * made with. {@link assay.store.Store} says what an engine must do; {@code sqlite} and {@code
 * postgres} do it, each with its own SQL.
 */
@NullMarked
package assay.store;

import org.jspecify.annotations.NullMarked;
