/** {@code assay doctor}: a checklist of what a server needs, gone through before or beside it. */
@NullMarked
package assay.cli.apple.doctor;

import org.jspecify.annotations.NullMarked;
