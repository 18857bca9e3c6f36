/**
 * What Apple is asked and what it says, for Prometheus: calls and their outcomes, DeviceCheck,
 * receipts and risk metrics.
 */
@NullMarked
package assay.ops.apple;

import org.jspecify.annotations.NullMarked;
