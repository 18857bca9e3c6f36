/**
 * The vectors in {@code testvectors/}: what any verifier of App Attest must accept and refuse, as
 * data, and why.
 *
 * <p>Each class named {@code …Vectors} writes one file. What a vector expects is written by hand
 * here, from the rules (design.md 3, protocol.md); it is never taken from what the verifier
 * answered. {@link assay.vectors.Generate} writes all of them, the same bytes each time.
 */
@NullMarked
package assay.vectors;

import org.jspecify.annotations.NullMarked;
