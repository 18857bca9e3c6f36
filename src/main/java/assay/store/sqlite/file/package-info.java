/** The database file: who owns it, how it is opened, migrated, written back and copied. */
@NullMarked
package assay.store.sqlite.file;

import org.jspecify.annotations.NullMarked;
