/** Authenticator data where it lies: its fields, the COSE key and the launch info in it. */
@NullMarked
package assay.core.inspect.authenticator;

import org.jspecify.annotations.NullMarked;
