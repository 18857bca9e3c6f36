/**
 * Asks Apple: makes the requests, and reads the answers by status and body (protocol.md 3.4 and 4).
 * An answer that fits nothing known is told as such, and never as what would be convenient.
 */
@NullMarked
package assay.apple.client;

import org.jspecify.annotations.NullMarked;
