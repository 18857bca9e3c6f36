@NullMarked
package assay.service.refresh;

import org.jspecify.annotations.NullMarked;
