package assay.core.assertion;

import assay.core.authenticator.LaunchInfo;

/**
 * What an accepted assertion teaches. It may still be a replay: only the store can tell, by the
 * counter and the challenge.
 *
 * @param counter unsigned 32 bits; to be judged by the app's {@link assay.core.CounterRule}
 * @param launchInfo of the code that runs now, which an update may have changed since the
 *     attestation
 * @param flags the flags byte, for the record
 */
public record SignedRequest(long counter, LaunchInfo launchInfo, int flags) {}
