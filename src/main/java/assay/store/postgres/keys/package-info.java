/** Keys and their counters: the decisions that go in groups, and what else is asked of keys. */
@NullMarked
package assay.store.postgres.keys;

import org.jspecify.annotations.NullMarked;
