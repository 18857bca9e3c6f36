/** Developer teams, their keys, and the tokens that they sign. */
@NullMarked
package assay.simulator.apple.team;

import org.jspecify.annotations.NullMarked;
