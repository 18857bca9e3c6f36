/**
 * Decisions that wait, and go in groups: one statement and one commit for many. What a decision is,
 * these classes do not know.
 */
@NullMarked
package assay.store.postgres.lanes;

import org.jspecify.annotations.NullMarked;
