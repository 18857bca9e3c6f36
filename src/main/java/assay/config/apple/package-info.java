/** {@code apple} and {@code teams}: where Apple is asked, and in whose name. */
@NullMarked
package assay.config.apple;

import org.jspecify.annotations.NullMarked;
