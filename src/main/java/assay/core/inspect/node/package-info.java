/** What a person is shown: fields with their places, and the runs of bytes that they come from. */
@NullMarked
package assay.core.inspect.node;

import org.jspecify.annotations.NullMarked;
