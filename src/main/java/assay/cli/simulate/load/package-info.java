/** Many simulated devices at once, and what the server made of them. */
@NullMarked
package assay.cli.simulate.load;

import org.jspecify.annotations.NullMarked;
