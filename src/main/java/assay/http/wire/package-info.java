/**
 * What is read off a connection and written to it: bodies up to their size, answers and the files
 * of pages.
 */
@NullMarked
package assay.http.wire;

import org.jspecify.annotations.NullMarked;
