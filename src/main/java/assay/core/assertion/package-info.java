/** Apple's steps for a request that a registered key signed. */
@NullMarked
package assay.core.assertion;

import org.jspecify.annotations.NullMarked;
