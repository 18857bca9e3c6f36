package assay.core.diagnosis;

import assay.core.App;
import assay.core.BundleVersion;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.attestation.AttestationVerifier;
import assay.core.attestation.Leaf;
import assay.core.authenticator.LaunchInfo;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import java.util.Optional;

/** What the evidence tells of the launch and of the machine, and what the policy says to it. */
final class LaunchDiagnosis {
  /** An access control that names this operation is of an iPhone or iPad. */
  private static final String IPHONE_OPERATION = "ock";

  private LaunchDiagnosis() {}

  static Optional<Diagnosis> ofCategory(LaunchInfo info, App app) {
    if (info.validationCategory().isEmpty()) {
      return missing(app);
    }
    long category = info.validationCategory().get();
    if (app.validationCategories().contains(category)) {
      return Optional.empty();
    }
    Mistake mistake = mistake(category);
    return Optional.of(
        Diagnosis.proved(
            mistake,
            mistake.sentence()
                + " Allowed are "
                + app.validationCategories().stream().sorted().map(LaunchInfo::describe).toList()
                + "."));
  }

  private static Mistake mistake(long category) {
    return switch ((int) Math.min(category, 11)) {
      case 2 -> Mistake.LAUNCHED_FROM_TESTFLIGHT;
      case 3 -> Mistake.LAUNCHED_BY_DEVELOPER;
      case 4 -> Mistake.LAUNCHED_FROM_APP_STORE;
      case 5 -> Mistake.LAUNCHED_BY_ENTERPRISE;
      case 6 -> Mistake.LAUNCHED_WITH_DEVELOPER_ID;
      case 0, 1, 7, 8, 9 -> Mistake.LAUNCHED_AS_SYSTEM;
      default -> Mistake.LAUNCHED_BY_OTHERS;
    };
  }

  private static Optional<Diagnosis> missing(App app) {
    return app.launchInfoRequired()
        ? Optional.of(
            Diagnosis.proved(Mistake.LAUNCH_INFO_MISSING, Mistake.LAUNCH_INFO_MISSING.sentence()))
        : Optional.empty();
  }

  static Optional<Diagnosis> ofBundleVersion(LaunchInfo info, App app) {
    if (app.minimumBundleVersion().isEmpty()) {
      return Optional.empty();
    }
    if (info.bundleVersion().isEmpty()) {
      return missing(app);
    }
    BundleVersion minimum = app.minimumBundleVersion().get();
    String fact = "The build is " + info.bundleVersion().get() + ", the minimum " + minimum + ".";
    Optional<BundleVersion> build = BundleVersion.parse(info.bundleVersion().get());
    if (build.isEmpty()) {
      return Optional.of(Diagnosis.proved(Mistake.BUILD_NOT_NUMERIC, fact));
    }
    return build.get().compareTo(minimum) < 0
        ? Optional.of(Diagnosis.proved(Mistake.BUILD_TOO_OLD, fact))
        : Optional.empty();
  }

  static Optional<Diagnosis> ofAccessControl(Leaf leaf, App app) throws Malformed {
    Bytes control = leaf.accessControl();
    if (app.platform() != App.Platform.MACOS || control.equals(AttestationVerifier.FULL_SECURITY)) {
      return Optional.empty();
    }
    Mistake mistake =
        control.text().contains(IPHONE_OPERATION)
            ? Mistake.IPHONE_KEY_IN_MAC_APP
            : Mistake.MAC_WITHOUT_FULL_SECURITY;
    return Optional.of(Diagnosis.likely(mistake, mistake.sentence()));
  }
}
