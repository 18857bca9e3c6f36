/** What an app may have hashed instead of what it should have. */
@NullMarked
package assay.core.diagnosis.clientdata;

import org.jspecify.annotations.NullMarked;
