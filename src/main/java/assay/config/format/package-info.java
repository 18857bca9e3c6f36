/**
 * How values are written, whatever file they stand in: numbers, durations, hosts, names, and the
 * name that somebody may have meant.
 */
@NullMarked
package assay.config.format;

import org.jspecify.annotations.NullMarked;
