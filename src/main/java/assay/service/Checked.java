package assay.service;

import assay.core.authenticator.LaunchInfo;
import assay.service.keys.KeyFacts;
import assay.service.policy.RiskLimit;
import assay.store.Risk;
import java.util.Optional;

/**
 * An assertion that was accepted; its counter and its challenge can never be used again.
 *
 * @param counter of this assertion
 * @param launchInfo of the code that signed it, which an update may have changed since the
 *     attestation
 * @param risk Apple's metric, where a refreshed receipt brought one
 * @param riskAboveMaximum whether the metric is above the app's {@link RiskLimit}: a warning
 * @param key what is known of the key since its registration
 */
public record Checked(
    long counter,
    LaunchInfo launchInfo,
    Optional<Risk> risk,
    boolean riskAboveMaximum,
    KeyFacts key) {}
