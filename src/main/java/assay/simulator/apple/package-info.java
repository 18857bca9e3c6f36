/**
 * Apple's servers without Apple: {@code /v1/attestationData} and DeviceCheck on loopback, speaking
 * as protocol.md 3.4 and 4 describe, and failing when asked to. Where protocol.md leaves open what
 * Apple does, the comment at the line says what is done here.
 */
@NullMarked
package assay.simulator.apple;

import org.jspecify.annotations.NullMarked;
