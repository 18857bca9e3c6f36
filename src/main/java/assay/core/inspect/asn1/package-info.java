/** ASN.1 where it lies: elements, their notation, and the parts that a definition gives them. */
@NullMarked
package assay.core.inspect.asn1;

import org.jspecify.annotations.NullMarked;
