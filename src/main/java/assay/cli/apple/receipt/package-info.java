/** {@code assay receipt}: verifies receipts and exchanges them at Apple for newer ones. */
@NullMarked
package assay.cli.apple.receipt;

import org.jspecify.annotations.NullMarked;
