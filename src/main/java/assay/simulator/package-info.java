/**
 * A phone or a Mac without the phone or the Mac: a simulated Apple with a certificate authority of
 * its own, and devices that make attestations, assertions and receipts under it.
 *
 * <p>The fence: what is made here leads to roots that only a {@code test} app can be told to trust,
 * and their names say what they are. Nothing but {@code cli.simulate} and tests reaches this
 * package, and it knows none of the verifiers, so that it cannot agree with them by accident: the
 * shapes follow from protocol.md alone.
 */
@NullMarked
package assay.simulator;

import org.jspecify.annotations.NullMarked;
