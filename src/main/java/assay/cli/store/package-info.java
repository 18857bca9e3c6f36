/** Opens the store that is configured, and the operator's commands on it. */
@NullMarked
package assay.cli.store;

import org.jspecify.annotations.NullMarked;
