/** What is read once at start and handed in: trust anchors and the crypto provider. */
@NullMarked
package assay.config;

import org.jspecify.annotations.NullMarked;
