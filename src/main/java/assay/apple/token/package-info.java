/**
 * Provider tokens: who we are to Apple. Each is a JWT that a team's private key signs; it is good
 * for an hour at Apple, and used for two thirds of it here.
 *
 * <p>2026-11: a key's file is read again whole every few seconds of use rather than looked at for
 * its time and size: two keys of Apple's have the same size, clocks of file systems are coarse, and
 * a file of 250 bytes is read as fast as it is looked at.
 */
@NullMarked
package assay.apple.token;

import org.jspecify.annotations.NullMarked;
