/**
 * Receipts that come in, what is known of the devices that they are of, and the newer ones that go
 * out.
 */
@NullMarked
package assay.simulator.apple.receipt;

import org.jspecify.annotations.NullMarked;
