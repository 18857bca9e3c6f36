/** What the simulated Apple answers, and why. */
@NullMarked
package assay.simulator.apple.answer;

import org.jspecify.annotations.NullMarked;
