package assay.cli.replay;

import assay.cli.UnusableInput;
import assay.core.App;
import assay.core.BundleVersion;
import assay.core.CounterRule;
import assay.service.policy.RiskLimit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** An app's policy as vector files write it. */
public final class AppJson {
  private static final List<String> MEMBERS =
      List.of(
          "appId",
          "environment",
          "platform",
          "validationCategories",
          "launchInfo",
          "minimumBundleVersion",
          "counter");

  private AppJson() {}

  /**
   * A file that holds nothing but an app: a member that is misspelt would leave a weaker policy.
   */
  public static App read(Path path) throws UnusableInput {
    VectorJson file = VectorJson.read(path);
    for (String member : file.members()) {
      if (!MEMBERS.contains(member)) {
        throw file.unusable("/" + member, "is not known; an app has " + String.join(", ", MEMBERS));
      }
    }
    return read(file, "");
  }

  static App read(VectorJson file, String at) throws UnusableInput {
    App.Environment environment = oneOf(App.Environment.class, file, at + "/environment", null);
    return new App(
        appIds(file, at),
        environment,
        oneOf(App.Platform.class, file, at + "/platform", App.Platform.IOS),
        file.has(at + "/validationCategories")
            ? categories(file, at + "/validationCategories")
            : environment.defaultCategories(),
        isRequired(file, at + "/launchInfo"),
        minimum(file, at + "/minimumBundleVersion"),
        counterRule(file, at + "/counter"));
  }

  /** What the same object says beyond Apple's steps; without it, nothing more is asked. */
  static VectorFile.Rules rules(VectorJson file, String at) throws UnusableInput {
    Optional<RiskLimit> limit =
        file.has(at + "/maximumRiskMetric")
            ? Optional.of(
                new RiskLimit(
                    (int) Math.min(Integer.MAX_VALUE, file.unsigned(at + "/maximumRiskMetric")),
                    oneOf(RiskAction.class, file, at + "/riskAction", RiskAction.WARN)
                        == RiskAction.REFUSE))
            : Optional.empty();
    return new VectorFile.Rules(isRequired(file, at + "/receipt"), limit);
  }

  /** One App ID, or a list of them. */
  private static List<String> appIds(VectorJson file, String at) throws UnusableInput {
    if (!file.has(at + "/appIds")) {
      return List.of(file.text(at + "/appId"));
    }
    List<String> appIds = new ArrayList<>();
    for (String element : file.elements(at + "/appIds")) {
      appIds.add(file.text(element));
    }
    if (appIds.isEmpty() || file.has(at + "/appId")) {
      throw file.unusable(at + "/appIds", "is empty, or stands beside appId");
    }
    return appIds;
  }

  private static boolean isRequired(VectorJson file, String pointer) throws UnusableInput {
    return oneOf(Rule.class, file, pointer, Rule.OPTIONAL) == Rule.REQUIRED;
  }

  private enum Rule {
    OPTIONAL,
    REQUIRED
  }

  private enum RiskAction {
    WARN,
    REFUSE
  }

  private static <E extends Enum<E>> E oneOf(
      Class<E> type,
      VectorJson file,
      String pointer,
      @org.jspecify.annotations.Nullable E byDefault)
      throws UnusableInput {
    Optional<String> text = file.optionalText(pointer);
    if (text.isEmpty() && byDefault != null) {
      return byDefault;
    }
    String given = file.text(pointer);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(given)) {
        return constant;
      }
    }
    throw file.unusable(
        pointer,
        "is \""
            + given
            + "\", not one of "
            + String.join(
                ", ",
                java.util.Arrays.stream(type.getEnumConstants())
                    .map(e -> e.name().toLowerCase(Locale.ROOT))
                    .toList()));
  }

  private static Set<Long> categories(VectorJson file, String pointer) throws UnusableInput {
    Set<Long> categories = new LinkedHashSet<>();
    for (String element : file.elements(pointer)) {
      categories.add(file.unsigned(element));
    }
    return categories;
  }

  private static Optional<BundleVersion> minimum(VectorJson file, String pointer)
      throws UnusableInput {
    Optional<String> text = file.optionalText(pointer);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<BundleVersion> minimum = BundleVersion.parse(text.get());
    if (minimum.isEmpty()) {
      throw file.unusable(pointer, "is \"" + text.get() + "\", not numbers with dots between");
    }
    return minimum;
  }

  private static CounterRule counterRule(VectorJson file, String pointer) throws UnusableInput {
    try {
      return CounterRule.parse(file.optionalText(pointer).orElse("strict"));
    } catch (IllegalArgumentException e) {
      throw file.unusable(pointer, "is wrong: " + e.getMessage());
    }
  }
}
