/** Assay: verifies what iPhones and Macs say of themselves (Apple App Attest and DeviceCheck). */
@NullMarked
package assay;

import org.jspecify.annotations.NullMarked;
