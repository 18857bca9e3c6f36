@NullMarked
package assay.service.work;

import org.jspecify.annotations.NullMarked;
