/** Devices for load: many keys, cheaply made, that sign as fast as this machine can. */
@NullMarked
package assay.device;

import org.jspecify.annotations.NullMarked;
