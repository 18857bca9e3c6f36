/** What Apple is asked for on request: newer receipts, and the bits of a device. */
@NullMarked
package assay.http.api.apple;

import org.jspecify.annotations.NullMarked;
