/** {@code assay simulate apple}: what it is told to be, and what it tells. */
@NullMarked
package assay.cli.simulate.apple;

import org.jspecify.annotations.NullMarked;
