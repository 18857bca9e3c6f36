/**
 * Challenges: made, recognised, found in what an app hashed, and what is wrong with those that are
 * not open. Which ones are spent only the store knows.
 */
@NullMarked
package assay.service.challenge;

import org.jspecify.annotations.NullMarked;
