@NullMarked
package assay.store.sqlite;

import org.jspecify.annotations.NullMarked;
