/**
 * Decisions: issue a challenge, register a key, check an assertion, read and revoke keys. Apple's
 * rules are {@code core}'s, atomicity is the store's; what is here puts them together in the order
 * in which refusals are answered.
 *
 * <p>{@link Service} is what the edge calls, {@link Decisions} what carries it out, and {@link
 * Journal} what is told of it afterwards. Beneath them: {@code policy} is what an app asks, {@code
 * challenge} makes and recognises challenges, {@code keys} remembers public keys, {@code apple} is
 * what may come of asking Apple, {@code work} is where work is done. Beside them: {@code journal}
 * explains and records, {@code refresh} and {@code devicecheck} ask Apple.
 */
@NullMarked
package assay.service;

import org.jspecify.annotations.NullMarked;
