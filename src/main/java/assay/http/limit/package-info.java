/** Who a request comes from, and how many of them are taken. */
@NullMarked
package assay.http.limit;

import org.jspecify.annotations.NullMarked;
