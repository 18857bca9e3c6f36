/**
 * {@code make bench-http}: what a server of ours does a second over HTTP, and how that stands to
 * what the database alone does, to an echo, and to an express server.
 *
 * <p>The load generator is this JVM: it shares the machine with whom it measures, so it does as
 * little as it can in the measured time. Requests are made and signed before, as bytes; one thread
 * with a selector sends them and reads no more of an answer than it must.
 */
@NullMarked
package assay.bench.http;

import org.jspecify.annotations.NullMarked;
