package assay.core.diagnosis;

import assay.core.Bytes;
import assay.core.diagnosis.clientdata.Budget;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose evidence it is, and how that App ID is related to the configured ones. Certificates tell
 * it; assertions have only its hash, with which related App IDs are compared.
 */
final class AppIdDiagnosis {
  private static final List<String> SUFFIXES =
      List.of(
          ".Clip",
          ".clip",
          ".AppClip",
          ".appclip",
          ".extension",
          ".Extension",
          ".action",
          ".sso",
          ".watchkitapp",
          ".watchkitapp.watchkitextension",
          ".dev",
          ".debug",
          ".beta",
          ".staging",
          ".test");

  private AppIdDiagnosis() {}

  /** For an attestation, where Apple certified the App ID. */
  static Optional<Diagnosis> certified(
      Bytes rpIdHash, Bytes certifiedAppId, Known known, Budget budget) {
    return budget.sha256(certifiedAppId).equals(rpIdHash)
        ? certified(certifiedAppId.text(), known)
        : Optional.empty();
  }

  /** For what Apple signed with the App ID in it. */
  static Optional<Diagnosis> certified(String appId, Known known) {
    return known.app().appIds().contains(appId)
        ? Optional.empty()
        : Optional.of(diagnosis(appId, known));
  }

  /** For an assertion: the related App ID that has this hash. */
  static Optional<Diagnosis> guessed(Bytes rpIdHash, Known known, Budget budget) {
    return related(known)
        .distinct()
        .takeWhile(_ -> budget.allowsHashes(1))
        .filter(appId -> budget.sha256(Bytes.utf8(appId)).equals(rpIdHash))
        .findFirst()
        .filter(appId -> !known.app().appIds().contains(appId))
        .map(appId -> diagnosis(appId, known));
  }

  private static Diagnosis diagnosis(String actual, Known known) {
    List<String> configured = known.app().appIds();
    Mistake mistake =
        configured.stream()
            .flatMap(own -> relation(actual, own).stream())
            .findFirst()
            .orElse(Mistake.APP_ID_UNKNOWN);
    Optional<Known.OtherApp> other =
        known.otherApps().stream().filter(app -> app.app().appIds().contains(actual)).findFirst();
    String fact =
        "The evidence is of \""
            + actual
            + "\"; configured is \""
            + String.join("\", \"", configured);
    return other
        .map(app ->
            Diagnosis.proved(Mistake.APP_ID_OF_ANOTHER_APP, fact + "\".")
                .toCallers(" That is the app " + app.name() + " here."))
        .orElseGet(() -> Diagnosis.proved(mistake, fact + "\"."));
  }

  private static Optional<Mistake> relation(String actual, String own) {
    if (bundle(actual).equals(own)) {
      return Optional.of(Mistake.APP_ID_WITHOUT_PREFIX);
    }
    if (bundle(actual).equals(bundle(own))) {
      return Optional.of(Mistake.APP_ID_PREFIX);
    }
    if (actual.toLowerCase(Locale.ROOT).equals(own.toLowerCase(Locale.ROOT))) {
      return Optional.of(Mistake.APP_ID_CASE);
    }
    if (own.startsWith(actual + ".")) {
      return Optional.of(Mistake.APP_ID_OF_THE_FULL_APP);
    }
    return actual.startsWith(own + ".")
        ? Optional.of(Mistake.APP_ID_OF_AN_EXTENSION)
        : Optional.empty();
  }

  /** What follows the first dot, or nothing that equals anything. */
  private static String bundle(String appId) {
    int dot = appId.indexOf('.');
    return dot < 0 ? "" : appId.substring(dot + 1);
  }

  private static Stream<String> related(Known known) {
    List<String> others =
        known.otherApps().stream().flatMap(other -> other.app().appIds().stream()).toList();
    List<String> prefixes =
        Stream.concat(known.app().appIds().stream(), others.stream())
            .map(appId -> appId.substring(0, Math.max(0, appId.indexOf('.'))))
            .distinct()
            .toList();
    return Stream.concat(
        others.stream(),
        known.app().appIds().stream().flatMap(own -> related(own, prefixes).stream()));
  }

  private static List<String> related(String own, List<String> prefixes) {
    List<String> related = new ArrayList<>();
    related.add(bundle(own));
    for (String prefix : prefixes) {
      related.add(prefix + "." + bundle(own));
      related.add(prefix + "." + own);
    }
    related.add(own.toLowerCase(Locale.ROOT));
    related.add(own.substring(0, own.indexOf('.') + 1) + bundle(own).toLowerCase(Locale.ROOT));
    if (bundle(own).contains(".")) {
      related.add(own.substring(0, own.lastIndexOf('.')));
    }
    SUFFIXES.forEach(suffix -> related.add(own + suffix));
    return related;
  }
}
