/**
 * Calls to Apple: receipts are exchanged for newer ones, and DeviceCheck's two bits are read and
 * set. What Apple answers is told as values, one for each thing that a caller can do about it; what
 * a receipt says is for {@code core} to judge.
 */
@NullMarked
package assay.apple;

import org.jspecify.annotations.NullMarked;
