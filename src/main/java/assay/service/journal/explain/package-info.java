/**
 * Why something was refused: what the server knows of it is gathered, and the mistakes that people
 * make are tried.
 */
@NullMarked
package assay.service.journal.explain;

import org.jspecify.annotations.NullMarked;
