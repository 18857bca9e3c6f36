package assay.cli.apple;

import assay.apple.AppleHosts;
import assay.apple.AppleObserver;
import assay.apple.call.Limits;
import assay.apple.call.Sources;
import assay.apple.client.AppleClient;
import assay.apple.token.KeyFiles;
import assay.apple.token.ProviderToken;
import assay.apple.token.ProviderTokens;
import assay.cli.UnusableInput;
import assay.core.App.Environment;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** In whose name Apple is asked, where there is no configuration that says so. */
public final class TeamOptions {
  private static final Pattern ID = Pattern.compile("[A-Z0-9]{10}");

  @Option(
      names = "--team",
      paramLabel = "ID",
      description = "The team's id, 10 characters; without --config.")
  private Optional<String> team = Optional.empty();

  @Option(
      names = "--key-id",
      paramLabel = "ID",
      description = "The id of the team's private key, 10 characters.")
  private Optional<String> keyId = Optional.empty();

  @Option(
      names = "--private-key",
      paramLabel = "FILE",
      description = "The team's private key: the .p8 file as Apple gave it.")
  private Optional<Path> privateKey = Optional.empty();

  @Option(
      names = "--environment",
      paramLabel = "ENV",
      description = "Whose host is asked: production or development.")
  private Optional<Environment> environment = Optional.empty();

  @Option(
      names = "--host",
      paramLabel = "URL",
      description = "Ask this one instead of Apple: a proxy, or what assay simulate apple plays.")
  private Optional<URI> host = Optional.empty();

  /** What is asked of Apple. */
  @FunctionalInterface
  public interface Asked<T> {
    T of(String team, AppleClient apple) throws UnusableInput;
  }

  /** Whether any of them was typed. */
  public boolean isGiven() {
    return team.isPresent()
        || keyId.isPresent()
        || privateKey.isPresent()
        || environment.isPresent()
        || host.isPresent();
  }

  /** The environment that was typed, where one was. */
  public Optional<Environment> environment() {
    return environment;
  }

  /**
   * Asks with a client that lives as long as that takes.
   *
   * @throws UnusableInput also where the private key cannot be used; nothing is asked then
   */
  public <T> T ask(Environment asked, Asked<T> work) throws UnusableInput {
    String who = required("--team", team);
    KeyFiles.KeyFile file = new KeyFiles.KeyFile(required("--key-id", keyId), required(privateKey));
    AppleHosts hosts = hosts(asked);
    Vertx vertx = Vertx.vertx();
    try {
      Sources sources = sources(Clock.systemUTC());
      ProviderTokens tokens =
          new ProviderTokens(
              new KeyFiles(vertx, Map.of(who, file), sources.nanos()),
              sources.clock(),
              sources.nanos());
      requireToken(tokens, who);
      return work.of(
          who,
          AppleClient.start(vertx, hosts, tokens, Limits.DEFAULTS, sources, AppleObserver.NONE)
              .await());
    } finally {
      vertx.close().await();
    }
  }

  /** What calls to Apple take their time and chance from. */
  public static Sources sources(InstantSource clock) {
    return new Sources(clock, System::nanoTime, new SecureRandom());
  }

  /** Finds out before anything is asked whether there is a key to ask with. */
  public static void requireToken(ProviderTokens tokens, String team) throws UnusableInput {
    if (tokens.of(team).await() instanceof ProviderToken.Missing(String why)) {
      throw new UnusableInput(why);
    }
  }

  private AppleHosts hosts(Environment asked) throws UnusableInput {
    if (host.isEmpty()) {
      return asked == Environment.PRODUCTION ? AppleHosts.PRODUCTION : AppleHosts.DEVELOPMENT;
    }
    try {
      return new AppleHosts(host.get(), host.get());
    } catch (IllegalArgumentException e) {
      throw new UnusableInput("--host: " + e.getMessage());
    }
  }

  private static String required(String option, Optional<String> id) throws UnusableInput {
    String text = id.orElseThrow(() -> missing(option));
    if (!ID.matcher(text).matches()) {
      throw new UnusableInput(option + " is 10 capital letters and digits, as Apple gives it");
    }
    return text;
  }

  private static Path required(Optional<Path> file) throws UnusableInput {
    return file.orElseThrow(() -> missing("--private-key"));
  }

  private static UnusableInput missing(String option) {
    return new UnusableInput(
        option
            + " is missing: Apple is asked in a team's name, with --team, --key-id and"
            + " --private-key");
  }
}
