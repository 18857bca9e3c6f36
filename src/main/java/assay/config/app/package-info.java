/** {@code apps}: who each is, whom it trusts and what it lets pass. */
@NullMarked
package assay.config.app;

import org.jspecify.annotations.NullMarked;
