/**
 * What all evidence is written with: keys that follow from labels with their signatures, ASN.1 and
 * CBOR, right or wrong as asked.
 */
@NullMarked
package assay.simulator.maker.raw;

import org.jspecify.annotations.NullMarked;
