@NullMarked
package assay.service.devicecheck;

import org.jspecify.annotations.NullMarked;
