@NullMarked
package assay.store.postgres;

import org.jspecify.annotations.NullMarked;
