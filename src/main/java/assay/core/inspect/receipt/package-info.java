/** Receipts where they lie: the CMS message, its payload's fields, and who signed it. */
@NullMarked
package assay.core.inspect.receipt;

import org.jspecify.annotations.NullMarked;
