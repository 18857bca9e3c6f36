package assay.cli.store;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.core.Bytes;
import assay.core.Printable;
import assay.service.policy.ServedApp;
import assay.store.Store;
import assay.store.StoredKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assay keys list}. */
@Command(
    name = "list",
    description = "Lists an app's keys in the order of their ids.",
    footer = {"", "Exit code: 0, or 2 where the store cannot be used."})
final class ListKeys implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private KeyOptions options = new KeyOptions();

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
    long listed = options.with(this::print);
    if (listed == 0 && !options.inJson()) {
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
      page.forEach(
          key -> terminal.out().println(options.inJson() ? KeyOptions.json(app, key) : line(key)));
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
