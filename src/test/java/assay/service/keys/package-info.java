@NullMarked
package assay.service.keys;

import org.jspecify.annotations.NullMarked;
