/** {@code assay verify}: one object through its verifier, every step printed. */
@NullMarked
package assay.cli.verify;

import org.jspecify.annotations.NullMarked;
