/**
 * Reads what callers send, strictly: JSON, base64 and percent-encoded text either are what the
 * route takes, or are refused with a word on what is wrong and what usually causes it.
 */
@NullMarked
package assay.http.request;

import org.jspecify.annotations.NullMarked;
