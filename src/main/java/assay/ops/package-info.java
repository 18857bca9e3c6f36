/**
 * What operators watch: metrics, readiness and logs. Handed in from the top; nothing below reads
 * it.
 *
 * <p>Labels hold what the configuration and the code's own tables name, never what a request
 * brought: else whoever can send requests could fill the memory of this process and of the one that
 * scrapes it, and identifiers would come to stand in a place that nobody guards.
 */
@NullMarked
package assay.ops;

import org.jspecify.annotations.NullMarked;
