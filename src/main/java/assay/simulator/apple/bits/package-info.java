/** DeviceCheck: two bits for each device and team. */
@NullMarked
package assay.simulator.apple.bits;

import org.jspecify.annotations.NullMarked;
