@NullMarked
package assay.store.postgres.schema;

import org.jspecify.annotations.NullMarked;
