@NullMarked
package assay.http.admission;

import org.jspecify.annotations.NullMarked;
