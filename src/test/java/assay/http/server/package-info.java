@NullMarked
package assay.http.server;

import org.jspecify.annotations.NullMarked;
