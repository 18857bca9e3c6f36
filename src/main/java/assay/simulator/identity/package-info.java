/**
 * Which device it is, as only Apple can read it: in field 5 of receipts, and in the tokens that
 * DeviceCheck takes.
 */
@NullMarked
package assay.simulator.identity;

import org.jspecify.annotations.NullMarked;
