/** Keys, their counters and their receipts, in rows. */
@NullMarked
package assay.store.sqlite.keys;

import org.jspecify.annotations.NullMarked;
