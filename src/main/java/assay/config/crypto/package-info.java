/**
 * Trust anchors and the crypto provider: Apple's roots as they travel with the program, and who
 * checks signatures.
 */
@NullMarked
package assay.config.crypto;

import org.jspecify.annotations.NullMarked;
