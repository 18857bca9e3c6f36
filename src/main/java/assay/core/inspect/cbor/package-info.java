/** CBOR where it lies: items, and maps by their members. */
@NullMarked
package assay.core.inspect.cbor;

import org.jspecify.annotations.NullMarked;
