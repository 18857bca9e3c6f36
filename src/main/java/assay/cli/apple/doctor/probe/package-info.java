/**
 * Questions to Apple about nothing: what is asked, in whose name, and what the answer says of the
 * token.
 */
@NullMarked
package assay.cli.apple.doctor.probe;

import org.jspecify.annotations.NullMarked;
