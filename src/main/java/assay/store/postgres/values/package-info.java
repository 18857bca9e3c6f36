/** Values as the database's types have them, and which of them it can hold. */
@NullMarked
package assay.store.postgres.values;

import org.jspecify.annotations.NullMarked;
