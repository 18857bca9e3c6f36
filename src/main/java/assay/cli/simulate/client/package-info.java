/** A client of the HTTP interface, as a simulated device and a backend are. */
@NullMarked
package assay.cli.simulate.client;

import org.jspecify.annotations.NullMarked;
