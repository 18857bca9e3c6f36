/**
 * What an object is judged by, as the command line gives it: a policy and a time, roots, client
 * data, and bytes and keys as people paste them.
 */
@NullMarked
package assay.cli.verify.given;

import org.jspecify.annotations.NullMarked;
