/** {@code assay callers}: tokens for those who ask. */
@NullMarked
package assay.cli.callers;

import org.jspecify.annotations.NullMarked;
