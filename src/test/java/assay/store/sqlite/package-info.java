/** The embedded engine: the contract of every store, and what only it has to hold. */
@NullMarked
package assay.store.sqlite;

import org.jspecify.annotations.NullMarked;
