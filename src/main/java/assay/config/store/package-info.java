/** {@code store}: where decisions are remembered. */
@NullMarked
package assay.config.store;

import org.jspecify.annotations.NullMarked;
