/**
 * What the service remembers of registered keys, so that an assertion costs the store one statement
 * and not two.
 */
@NullMarked
package assay.service.keys;

import org.jspecify.annotations.NullMarked;
