/**
 * Authenticator data, which attestations and assertions share, and the CBOR that all of it is
 * written in.
 *
 * <p><b>2026-11-21: parsed by kind, never by flags.</b> Apple's AT and ED flags are wrong in both
 * directions (protocol.md 1.3): assertions carry AT with no attested data behind it, objects of
 * version 27 carry extensions with ED clear. What an object is made of follows from what it is: an
 * attestation always has attested data at byte 37, an assertion never; what is left is nothing, or
 * exactly one map. The flags are recorded and decide nothing.
 *
 * <p><b>2026-11-21: a walk in front of the CBOR library.</b> Jackson decodes, but it hides whether
 * lengths were definite, where an item ended, and whether a key was a number or its text. {@link
 * assay.core.authenticator.Cbor} therefore walks the heads of the item first, which also bounds
 * every length and depth before the library sees a byte.
 */
@NullMarked
package assay.core.authenticator;

import org.jspecify.annotations.NullMarked;
