/** {@code assay devicecheck}: Apple's two bits of a device, from the command line. */
@NullMarked
package assay.cli.apple.devicecheck;

import org.jspecify.annotations.NullMarked;
