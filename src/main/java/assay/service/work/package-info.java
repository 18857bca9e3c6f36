/**
 * Where work is done and where its outcome is told: bounded threads for what would hold up an event
 * loop, and the way back to it.
 */
@NullMarked
package assay.service.work;

import org.jspecify.annotations.NullMarked;
