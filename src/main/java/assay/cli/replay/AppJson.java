package assay.cli.replay;

import assay.cli.UnusableInput;
import assay.core.App;
import assay.core.BundleVersion;
import assay.core.CounterRule;
import java.nio.file.Path;
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
        List.of(file.text(at + "/appId")),
        environment,
        oneOf(App.Platform.class, file, at + "/platform", App.Platform.IOS),
        file.has(at + "/validationCategories")
            ? categories(file, at + "/validationCategories")
            : environment.defaultCategories(),
        oneOf(LaunchInfoRule.class, file, at + "/launchInfo", LaunchInfoRule.OPTIONAL)
            == LaunchInfoRule.REQUIRED,
        minimum(file, at + "/minimumBundleVersion"),
        counterRule(file, at + "/counter"));
  }

  private enum LaunchInfoRule {
    OPTIONAL,
    REQUIRED
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
