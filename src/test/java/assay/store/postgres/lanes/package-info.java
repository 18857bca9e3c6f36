@NullMarked
package assay.store.postgres.lanes;

import org.jspecify.annotations.NullMarked;
