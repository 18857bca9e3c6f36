/** X.509 certificates where they lie: fields, extensions, and who issued whom. */
@NullMarked
package assay.core.inspect.x509;

import org.jspecify.annotations.NullMarked;
