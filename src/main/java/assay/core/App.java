package assay.core;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The policy that evidence is judged by: which app, which of Apple's environments, and what its
 * launch may look like.
 *
 * @param appIds one or more App IDs, each {@code <App ID prefix>.<bundle identifier>} in exact
 *     case; evidence may be of any of them
 * @param validationCategories the launch categories that are accepted (protocol.md 1.4)
 * @param launchInfoRequired whether evidence without launch information is refused; systems before
 *     version 27 give none
 * @param minimumBundleVersion the lowest build that is accepted, where there is one
 */
public record App(
    List<String> appIds,
    Environment environment,
    Platform platform,
    Set<Long> validationCategories,
    boolean launchInfoRequired,
    Optional<BundleVersion> minimumBundleVersion,
    CounterRule counterRule) {

  public App {
    if (appIds.isEmpty()) {
      throw new IllegalArgumentException("an app has at least one App ID");
    }
    appIds = List.copyOf(appIds);
    validationCategories = Set.copyOf(validationCategories);
  }

  /**
   * An iOS app with the defaults of its environment: launch information optional, counters strict.
   */
  public static App of(String appId, Environment environment) {
    return new App(
        List.of(appId),
        environment,
        Platform.IOS,
        environment.defaultCategories(),
        false,
        Optional.empty(),
        new CounterRule.Strict());
  }

  /**
   * The one of this app's App IDs whose SHA-256 is the relying party id hash; with none, the step
   * fails.
   */
  public String requireAppId(Bytes rpIdHash, Step step, Checklist steps) throws Refusal {
    for (String appId : appIds) {
      if (Bytes.sha256(Bytes.utf8(appId)).equals(rpIdHash)) {
        steps.pass(step, () -> "rpIdHash = SHA-256(\"" + appId + "\") = " + rpIdHash.hex());
        return appId;
      }
    }
    throw steps.refusal(
        step,
        "rpIdHash is "
            + rpIdHash.hex()
            + ", but "
            + appIds.stream()
                .map(appId ->
                    "SHA-256(\"" + appId + "\") is " + Bytes.sha256(Bytes.utf8(appId)).hex())
                .collect(Collectors.joining(", ")));
  }

  /**
   * Apple's two separate worlds; keys and receipts never cross (protocol.md 5).
   *
   * <p>One page of Apple's names the development AAGUID {@code appattestsandbox}; every object says
   * {@code appattestdevelop}.
   */
  public enum Environment {
    PRODUCTION("appattest\0\0\0\0\0\0\0", "production", Set.of(2L, 4L)),
    DEVELOPMENT("appattestdevelop", "sandbox", Set.of(2L, 3L, 4L));

    private final Bytes aaguid;
    private final String receiptName;
    private final Set<Long> defaultCategories;

    Environment(String aaguid, String receiptName, Set<Long> defaultCategories) {
      this.aaguid = Bytes.utf8(aaguid);
      this.receiptName = receiptName;
      this.defaultCategories = defaultCategories;
    }

    /** 16 bytes. */
    public Bytes aaguid() {
      return aaguid;
    }

    /** What field 7 of a receipt calls this environment. */
    public String receiptName() {
      return receiptName;
    }

    /** TestFlight and App Store; development adds development-signed builds. */
    public Set<Long> defaultCategories() {
      return defaultCategories;
    }
  }

  /**
   * On a Mac, Apple's access-control check applies; elsewhere the same extension holds other
   * values.
   */
  public enum Platform {
    IOS,
    MACOS
  }
}
