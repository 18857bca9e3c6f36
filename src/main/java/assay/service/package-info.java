/**
 * Decisions: issue a challenge, register a key, check an assertion, read and revoke keys. Apple's
 * rules are {@code core}'s, atomicity is the store's; what is here puts them together in the order
 * in which refusals are answered.
 */
@NullMarked
package assay.service;

import org.jspecify.annotations.NullMarked;
