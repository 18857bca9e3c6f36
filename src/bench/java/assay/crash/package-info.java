/**
 * {@code make crash}: what was acknowledged is there after the server, or its database, was killed
 * under load. A client of the real jar remembers everything that it sent and every answer; after
 * each kill it asks for all of it again.
 */
@NullMarked
package assay.crash;

import org.jspecify.annotations.NullMarked;
