/**
 * What is answered, apart from the wire: {@link assay.http.answer.Answer}, and the one table that
 * gives every reason its status, its words and what a client should do next.
 */
@NullMarked
package assay.http.answer;

import org.jspecify.annotations.NullMarked;
