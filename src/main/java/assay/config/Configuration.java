package assay.config;

import assay.config.apple.AppleConfig;
import assay.config.apple.Team;
import assay.config.store.StoreConfig;
import assay.config.yaml.Folder;
import assay.config.yaml.Reading;
import assay.core.Bytes;
import assay.core.pki.Signatures;
import assay.service.policy.ServedApp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that an operator decides, checked: what is here can be started with, as far as that
 * can be told without starting.
 *
 * @param publicListener for devices
 * @param internalListener for services and operators
 * @param apps at least one
 * @param warnings lines for the log: what is allowed, and probably not meant
 */
public record Configuration(
    StoreConfig store,
    ListenerConfig publicListener,
    ListenerConfig internalListener,
    List<ServedApp> apps,
    List<Caller> callers,
    List<Team> teams,
    AppleConfig apple,
    ReceiptsConfig receipts,
    DecisionsConfig decisions,
    List<String> warnings,
    List<String> described) {

  /**
   * Reads the file, with what variables give instead.
   *
   * @param environment of the process; {@code ASSAY_…} counts
   * @param now when certificates must be valid
   */
  public static Configuration read(
      Path file, Map<String, String> environment, Instant now, Signatures signatures)
      throws UnusableConfiguration {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of(""));
    Folder disk = Folder.at(folder);
    return ConfigurationFile.read(
        file.toString(), content(disk, file), disk, environment, now, signatures);
  }

  /**
   * What {@code assay serve --demo} serves: everything on this machine, for simulators only.
   *
   * @param folder where the store's file goes
   * @param simulator who is trusted, and asked, in Apple's place
   * @param tokenSha256 of the token of the one caller, {@code demo}
   */
  public static Configuration demo(
      Path folder,
      DemoSimulator simulator,
      Bytes tokenSha256,
      Map<String, String> environment,
      Instant now,
      Signatures signatures)
      throws UnusableConfiguration {
    return Demo.read(folder, simulator, tokenSha256, environment, now, signatures);
  }

  /**
   * What is in effect: a line for each value, such as {@code public.port: 8080 # default}, with the
   * line or the variable that it comes from; no secrets.
   */
  public List<String> describe() {
    return described;
  }

  private static byte[] content(Folder disk, Path file) throws UnusableConfiguration {
    try {
      return disk.reader().read(file, Reading.MOST_BYTES).toArray();
    } catch (IOException e) {
      throw new UnusableConfiguration(List.of(file + ": cannot be read: " + Reading.why(e)));
    }
  }
}
