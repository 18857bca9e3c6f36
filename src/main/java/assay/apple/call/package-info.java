/**
 * One request and its answer: bounded in time, in size, in how many at once, and not at all while a
 * host is down. What an answer means is for others to say.
 *
 * <p>2026-11: a circuit breaker of our own, as it must tell a probe's answer from one that was
 * late, take its clock from outside, and respect {@code Retry-After}; it is a page long.
 */
@NullMarked
package assay.apple.call;

import org.jspecify.annotations.NullMarked;
