/** The numbered files that make the schema: applied, recorded, and checked. */
@NullMarked
package assay.store.postgres.schema;

import org.jspecify.annotations.NullMarked;
