/** Apple's eleven steps for a new key, and what they read. */
@NullMarked
package assay.core.attestation;

import org.jspecify.annotations.NullMarked;
