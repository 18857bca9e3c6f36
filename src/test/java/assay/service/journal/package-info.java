@NullMarked
package assay.service.journal;

import org.jspecify.annotations.NullMarked;
