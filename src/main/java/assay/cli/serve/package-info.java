/** {@code assay serve}: puts store, service and listeners together, and takes them down again. */
@NullMarked
package assay.cli.serve;

import org.jspecify.annotations.NullMarked;
