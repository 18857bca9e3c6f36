package assay.cli.verify.given;

import assay.cli.UnusableInput;
import assay.cli.replay.AppJson;
import assay.core.App;
import assay.core.BundleVersion;
import assay.core.CounterRule;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** The policy and the time that an object is judged by. */
public final class PolicyOptions {
  @Option(
      names = "--app-id",
      paramLabel = "ID",
      description =
          "App ID: prefix (usually the team id), a dot, bundle identifier. More than one may be given.")
  private List<String> appIds = List.of();

  @Option(
      names = "--environment",
      paramLabel = "ENV",
      description = "production (default) or development.")
  private Optional<App.Environment> environment = Optional.empty();

  @Option(
      names = "--platform",
      description = "ios (default), or macos: then access control is checked.")
  private Optional<App.Platform> platform = Optional.empty();

  @Option(
      names = "--category",
      paramLabel = "N",
      split = ",",
      description = "Accepted validation categories; default 2,4, and 3 in development.")
  private Set<Long> categories = Set.of();

  @Option(
      names = "--require-launch-info",
      description = "Refuse what tells no validation category.")
  private boolean launchInfoRequired;

  @Option(
      names = "--minimum-bundle-version",
      paramLabel = "VERSION",
      description = "The oldest accepted build.")
  private Optional<String> minimumBundleVersion = Optional.empty();

  @Option(
      names = "--counter-rule",
      paramLabel = "RULE",
      description = "strict (default) or window:N.")
  private Optional<String> counterRule = Optional.empty();

  @Option(
      names = "--app",
      paramLabel = "FILE",
      description = "Take the whole policy from a JSON file: an app as vector files write it.")
  private Optional<Path> appFile = Optional.empty();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Judge at this time, such as 2026-04-21T18:13:12Z; default now.")
  private Optional<Instant> at = Optional.empty();

  public App app() throws UnusableInput {
    if (appFile.isPresent()) {
      if (isAnyOtherGiven()) {
        throw new UnusableInput(
            "--app FILE holds the whole policy; give it, or the options for its parts");
      }
      return AppJson.read(appFile.get());
    }
    for (String appId : appIds) {
      Texts.requireReadable("--app-id", appId);
    }
    if (appIds.isEmpty()) {
      throw new UnusableInput("which app? Give --app-id TEAMID1234.com.example.app, or --app FILE");
    }
    App.Environment chosen = environment.orElse(App.Environment.PRODUCTION);
    return new App(
        appIds,
        chosen,
        platform.orElse(App.Platform.IOS),
        categories.isEmpty() ? chosen.defaultCategories() : categories,
        launchInfoRequired,
        minimum(),
        rule());
  }

  /** What {@code --app} says, for who means a name by it. */
  public Optional<String> named() throws UnusableInput {
    if (isAnyOtherGiven()) {
      throw new UnusableInput(
          "--config FILE holds the whole policy; give no options for its parts");
    }
    return appFile.map(Path::toString);
  }

  private boolean isAnyOtherGiven() {
    return !appIds.isEmpty()
        || environment.isPresent()
        || platform.isPresent()
        || !categories.isEmpty()
        || launchInfoRequired
        || minimumBundleVersion.isPresent()
        || counterRule.isPresent();
  }

  public Instant time() {
    return at.orElseGet(Clock.systemUTC()::instant);
  }

  private Optional<BundleVersion> minimum() throws UnusableInput {
    Optional<BundleVersion> minimum = minimumBundleVersion.flatMap(BundleVersion::parse);
    if (minimumBundleVersion.isPresent() && minimum.isEmpty()) {
      throw new UnusableInput(
          "--minimum-bundle-version is numbers with dots between, such as 1.2.0");
    }
    return minimum;
  }

  private CounterRule rule() throws UnusableInput {
    try {
      return CounterRule.parse(counterRule.orElse("strict"));
    } catch (IllegalArgumentException e) {
      throw new UnusableInput("--counter-rule: " + e.getMessage());
    }
  }
}
