/** {@code assay decision}: why something was decided. */
@NullMarked
package assay.cli.decision;

import org.jspecify.annotations.NullMarked;
