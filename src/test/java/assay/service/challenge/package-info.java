@NullMarked
package assay.service.challenge;

import org.jspecify.annotations.NullMarked;
