/** Decisions that were recorded: looked for, shown, and as vectors. */
@NullMarked
package assay.http.api.decisions;

import org.jspecify.annotations.NullMarked;
