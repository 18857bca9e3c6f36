/** The routes' handlers: each turns a request into one call, and a verdict into an answer. */
@NullMarked
package assay.http.api;

import org.jspecify.annotations.NullMarked;
