/**
 * Looks into objects without judging them: which encoding, which kind, every field with its place
 * and meaning.
 */
@NullMarked
package assay.core.inspect;

import org.jspecify.annotations.NullMarked;
