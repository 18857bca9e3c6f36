/**
 * {@code POST /v1/inspect}: what is in an object and, with context, every step of its judgement.
 */
@NullMarked
package assay.http.inspect;

import org.jspecify.annotations.NullMarked;
