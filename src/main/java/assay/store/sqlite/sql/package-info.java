/** Statements, rows and errors, as SQLite has them. */
@NullMarked
package assay.store.sqlite.sql;

import org.jspecify.annotations.NullMarked;
