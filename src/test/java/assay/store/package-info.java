/** What every engine of the store must do, told as tests that each engine's own test extends. */
@NullMarked
package assay.store;

import org.jspecify.annotations.NullMarked;
