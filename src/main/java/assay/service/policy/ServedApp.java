package assay.service.policy;

import assay.core.App;
import assay.core.pki.TrustedRoots;
import assay.store.Environment;
import com.fasterxml.jackson.core.JsonPointer;
import java.time.Duration;
import java.util.Optional;

/**
 * An app as it is served.
 *
 * @param name the short name in routes, metrics and rows
 * @param environment a {@code test} app is judged as a development one, under other roots
 * @param app the policy that evidence is judged by
 * @param attestationRoots what attestations must lead to
 * @param receiptRoots what receipts must lead to
 * @param receiptRequired whether an attestation without an accepted receipt is refused
 * @param challengeRequired whether an assertion must carry a challenge; where not, the counter
 *     alone stops replays
 * @param attestationLifetime how long a challenge for an attestation can be spent
 * @param assertionLifetime how long a challenge for an assertion can be spent
 * @param challengePointer where the challenge stands in client data that is JSON (RFC 6901)
 * @param clientDataHashAllowed whether callers may send the hash of the client data alone
 * @param riskLimit from which risk metric on a key is conspicuous, where there is a limit
 */
public record ServedApp(
    String name,
    Environment environment,
    App app,
    TrustedRoots attestationRoots,
    TrustedRoots receiptRoots,
    boolean receiptRequired,
    boolean challengeRequired,
    Duration attestationLifetime,
    Duration assertionLifetime,
    JsonPointer challengePointer,
    boolean clientDataHashAllowed,
    Optional<RiskLimit> riskLimit) {

  private static final int TEAM_LENGTH = 10;

  /**
   * In whose name Apple is asked about the app where no key says it: the prefix of the first App
   * ID, 10 characters.
   */
  public String team() {
    String appId = app.appIds().getFirst();
    return appId.substring(0, Math.min(TEAM_LENGTH, appId.length()));
  }

  /**
   * Whether whoever asks, a device too, is told what is behind a refusal: in development and test.
   */
  public boolean explainsToDevices() {
    return environment != Environment.PRODUCTION;
  }
}
