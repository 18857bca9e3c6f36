package assay.core.diagnosis.clientdata;

import assay.core.Bytes;

/**
 * A challenge of this app that is not the one at hand.
 *
 * @param text as it was issued
 * @param otherPurpose whether it was issued for something else than the evidence at hand; where
 *     not, it is an earlier one
 */
public record KnownChallenge(Bytes text, boolean otherPurpose) {}
