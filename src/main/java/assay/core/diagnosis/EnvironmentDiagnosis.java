package assay.core.diagnosis;

import assay.core.App.Environment;
import assay.core.Malformed;
import assay.core.attestation.Leaf;
import assay.core.authenticator.AttestedData;
import assay.core.diagnosis.Known.OtherApp;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Predicate;

/** A key of Apple's other environment. */
final class EnvironmentDiagnosis {
  private EnvironmentDiagnosis() {}

  static Optional<Diagnosis> of(AttestedData data, Leaf leaf, Known known) throws Malformed {
    return of(other -> data.aaguid().equals(other.aaguid()), leaf.appId().text(), known);
  }

  /**
   * Where the evidence is of the environment that is not the app's.
   *
   * @param appId of the evidence
   */
  static Optional<Diagnosis> of(Predicate<Environment> isOf, String appId, Known known) {
    Environment other = otherThan(known.app().environment());
    if (!isOf.test(other)) {
      return Optional.empty();
    }
    Mistake mistake = keyOf(other);
    String here =
        known.otherApps().stream()
            .filter(app -> app.app().environment() == other && app.app().appIds().contains(appId))
            .findFirst()
            .map(app -> " The app " + app.name() + " here is for those.")
            .orElse("");
    return Optional.of(Diagnosis.proved(mistake, mistake.sentence()).toCallers(here));
  }

  /**
   * A key that is not the app's, and is registered for the same App ID in the other environment.
   */
  static Optional<Mistake> ofRegistered(Known known) {
    Environment other = otherThan(known.app().environment());
    return known.otherApps().stream()
            .filter(app -> known.elsewhere().contains(app.name()))
            .map(OtherApp::app)
            .filter(app -> app.environment() == other)
            .anyMatch(app -> !Collections.disjoint(app.appIds(), known.app().appIds()))
        ? Optional.of(keyOf(other))
        : Optional.empty();
  }

  private static Environment otherThan(Environment environment) {
    return switch (environment) {
      case PRODUCTION -> Environment.DEVELOPMENT;
      case DEVELOPMENT -> Environment.PRODUCTION;
    };
  }

  private static Mistake keyOf(Environment other) {
    return other == Environment.DEVELOPMENT
        ? Mistake.DEVELOPMENT_KEY_IN_PRODUCTION
        : Mistake.PRODUCTION_KEY_IN_DEVELOPMENT;
  }
}
