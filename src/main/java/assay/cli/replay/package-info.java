/** Vector files (format {@code assay-vectors/1}), their replay, and its reports. */
@NullMarked
package assay.cli.replay;

import org.jspecify.annotations.NullMarked;
