/**
 * What Apple is asked for, newer receipts and device bits, and what may come of it. Who asks is in
 * {@code service.refresh} and {@code service.devicecheck}.
 */
@NullMarked
package assay.service.apple;

import org.jspecify.annotations.NullMarked;
