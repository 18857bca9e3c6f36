/**
 * One device's way through a server, exchange by exchange: what is asked, what a server that is
 * right answers, and how it is told.
 */
@NullMarked
package assay.cli.simulate.walk;

import org.jspecify.annotations.NullMarked;
