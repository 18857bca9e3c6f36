/** {@code assay inspect}: one object as an annotated tree. */
@NullMarked
package assay.cli.inspect;

import org.jspecify.annotations.NullMarked;
