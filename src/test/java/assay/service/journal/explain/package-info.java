@NullMarked
package assay.service.journal.explain;

import org.jspecify.annotations.NullMarked;
