package assay.cli.store;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.config.Configuration;
import assay.core.Bytes;
import assay.core.Printable;
import assay.service.ServedApp;
import assay.store.AppKey;
import assay.store.Store;
import assay.store.StoredKey;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code assay keys list|show|revoke}: an operator's view of the keys, with or without a server.
 */
@Command(
    name = "keys",
    description = "Lists, shows and revokes registered keys, beside a server that may be running.",
    synopsisSubcommandLabel = "(list | show | revoke)")
public final class KeysCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int KEY_ID_BYTES = 32;

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  private KeysCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The command with its subcommands. */
  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new KeysCommand(terminal))
        .addSubcommand(new ListKeys(terminal))
        .addSubcommand(new Show(terminal))
        .addSubcommand(new Revoke(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(terminal.out());
    return 2;
  }

  /** What all three take. */
  static final class Common {
    @Mixin private ConfigOption config = new ConfigOption();

    @Option(names = "--app", paramLabel = "NAME", required = true, description = "Whose keys.")
    private String app = "";

    @Option(names = "--json", description = "One JSON object a line, for programs.")
    private boolean json;

    private <T> T with(Asked<T> asked) throws UnusableInput {
      Configuration configuration = config.read();
      ServedApp served = ConfigOption.app(configuration, app);
      return config.withStore(configuration, store -> asked.of(store, served));
    }

    private interface Asked<T> {
      T of(Store store, ServedApp app) throws UnusableInput;
    }
  }

  /** {@code assay keys list}. */
  @Command(
      name = "list",
      description = "Lists an app's keys in the order of their ids.",
      footer = {"", "Exit code: 0, or 2 where the store cannot be used."})
  static final class ListKeys implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private Common common = new Common();

    @Option(names = "--subject", paramLabel = "WHO", description = "Only this subject's keys.")
    private @Nullable String subject;

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "At most so many; default: all of them.")
    private long limit = Long.MAX_VALUE;

    ListKeys(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws UnusableInput {
      long listed = common.with(this::print);
      if (listed == 0 && !common.json) {
        terminal.out().println("no keys");
      }
      return 0;
    }

    private long print(Store store, ServedApp app) throws UnusableInput {
      Optional<Bytes> after = Optional.empty();
      long listed = 0;
      while (listed < limit) {
        List<StoredKey> page =
            Stores.awaited(
                store.list(
                    app.name(),
                    app.environment(),
                    Optional.ofNullable(subject),
                    after,
                    (int) Math.min(limit - listed, Store.MOST_LISTED)));
        page.forEach(key -> terminal.out().println(common.json ? json(key).toString() : line(key)));
        if (page.isEmpty()) {
          return listed;
        }
        listed += page.size();
        after = Optional.of(page.getLast().facts().key().keyId());
      }
      return listed;
    }

    private static String line(StoredKey key) {
      return key.facts().key().keyId().base64()
          + "  "
          + (key.revoked().isPresent() ? "revoked" : "active ")
          + "  counter "
          + key.counter()
          + "  registered "
          + key.registeredAt()
          + key.facts().subject().map(who -> "  " + Printable.of(who)).orElse("");
    }
  }

  /** {@code assay keys show}. */
  @Command(
      name = "show",
      description = "Shows all that is known of a key.",
      footer = {"", "Exit code: 0 shown, 1 no such key, 2 unusable."})
  static final class Show implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private Common common = new Common();

    @Parameters(paramLabel = "KEY_ID", description = "Base64 or base64url, as the app has it.")
    private String keyId = "";

    Show(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws UnusableInput {
      Bytes id = keyId(keyId);
      return shown(
          terminal,
          common,
          common.with((store, app) ->
              Stores.awaited(store.find(new AppKey(app.name(), app.environment(), id)))));
    }
  }

  /** {@code assay keys revoke}. */
  @Command(
      name = "revoke",
      description = {
        "Revokes a key: from now on nothing that it signs is accepted, by any server.",
        "There is no way back; the device must attest a new key."
      },
      footer = {"", "Exit code: 0 revoked, 1 no such key, 2 unusable."})
  static final class Revoke implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin private Common common = new Common();

    @Parameters(paramLabel = "KEY_ID", description = "Base64 or base64url, as the app has it.")
    private String keyId = "";

    @Option(
        names = "--reason",
        paramLabel = "WORDS",
        required = true,
        description = "Why, for whoever looks later.")
    private String reason = "";

    Revoke(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws UnusableInput {
      Bytes id = keyId(keyId);
      return shown(
          terminal,
          common,
          common.with((store, app) ->
              Stores.awaited(
                  store.revoke(
                      new AppKey(app.name(), app.environment(), id),
                      reason,
                      Instant.now().truncatedTo(ChronoUnit.MILLIS)))));
    }
  }

  private static int shown(Terminal terminal, Common common, Optional<StoredKey> found) {
    if (found.isEmpty()) {
      terminal.err().println("assay: no such key is registered for the app " + common.app);
      return 1;
    }
    ObjectNode json = json(found.get());
    terminal.out().println(common.json ? json.toString() : json.toPrettyString());
    return 0;
  }

  private static Bytes keyId(String text) throws UnusableInput {
    try {
      Bytes id = Bytes.of(Base64.getUrlDecoder().decode(text.replace('+', '-').replace('/', '_')));
      if (id.length() == KEY_ID_BYTES) {
        return id;
      }
      throw new UnusableInput("KEY_ID is " + id.length() + " bytes, not " + KEY_ID_BYTES);
    } catch (IllegalArgumentException e) {
      throw new UnusableInput("KEY_ID is not base64: " + e.getMessage());
    }
  }

  private static ObjectNode json(StoredKey key) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("keyId", key.facts().key().keyId().base64());
    json.put("app", key.facts().key().app());
    json.put("environment", key.facts().key().environment().text());
    json.put("state", key.revoked().isPresent() ? "revoked" : "active");
    json.put("appId", key.facts().appId());
    key.facts().subject().ifPresent(who -> json.put("subject", who));
    json.put("counter", key.counter());
    json.put("registeredAt", key.registeredAt().toString());
    key.lastUsedAt().ifPresent(at -> json.put("lastUsedAt", at.toString()));
    key.revoked()
        .ifPresent(revoked ->
            json.put("revokedAt", revoked.at().toString()).put("revokedReason", revoked.reason()));
    key.facts().osVersion().ifPresent(version -> json.put("osVersion", version));
    key.facts().osBuild().ifPresent(build -> json.put("osBuild", build));
    key.facts().validationCategory().ifPresent(c -> json.put("validationCategory", c));
    key.facts().bundleVersion().ifPresent(version -> json.put("bundleVersion", version));
    key.facts()
        .receipt()
        .ifPresent(receipt ->
            json.put(
                "receipt", receipt.refusedAt().map(step -> "refused: " + step).orElse("accepted")));
    key.risk()
        .ifPresent(
            risk -> json.put("riskMetric", risk.metric()).put("riskAsOf", risk.asOf().toString()));
    return json;
  }
}
