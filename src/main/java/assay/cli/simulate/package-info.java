/**
 * {@code assay simulate}: the simulator's commands, and the only way to it from the rest of the
 * program.
 */
@NullMarked
package assay.cli.simulate;

import org.jspecify.annotations.NullMarked;
