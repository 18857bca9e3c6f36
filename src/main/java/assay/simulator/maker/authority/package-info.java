/**
 * Apple's side: certificates and the two authorities, of attestations and of receipts, that issue
 * them.
 */
@NullMarked
package assay.simulator.maker.authority;

import org.jspecify.annotations.NullMarked;
