@NullMarked
package assay.store.postgres.connection;

import org.jspecify.annotations.NullMarked;
