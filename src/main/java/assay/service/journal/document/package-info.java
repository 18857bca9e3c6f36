/**
 * Records as JSON: decisions about evidence, what Apple was asked, and the vector that a record can
 * be replayed as.
 */
@NullMarked
package assay.service.journal.document;

import org.jspecify.annotations.NullMarked;
