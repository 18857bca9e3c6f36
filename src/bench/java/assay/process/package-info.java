/** Processes that benchmarks and fault tests start, watch and end: the server, and a PostgreSQL. */
@NullMarked
package assay.process;

import org.jspecify.annotations.NullMarked;
