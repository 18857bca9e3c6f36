package assay.cli.decision;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.cli.store.ConfigOption;
import assay.cli.store.Stores;
import assay.core.Malformed;
import assay.service.journal.document.DecisionVector;
import assay.store.DecisionLog.Recorded;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay decision}: a decision that was recorded, explained or as a file. */
@Command(
    name = "decision",
    description =
        "Explains a decision that a server recorded, beside a server that may be running.",
    footer = {
      "",
      "Exit code: 0 shown, 1 no such decision is recorded, 2 unusable.",
      "",
      "  assay decision --config assay.yaml 4nW1p9mJ0cBq3m7l9yQf2A",
      "  assay decision --config assay.yaml --vector 4nW1p9mJ0cBq3m7l9yQf2A > refusal.json",
      "  assay replay refusal.json"
    })
public final class DecisionCommand implements Callable<Integer> {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final String PATH = "/v1/decisions/";

  private final Terminal terminal;

  @Mixin private ConfigOption config = new ConfigOption();

  @Parameters(
      paramLabel = "ID",
      description = "As the answer named it: instance without its path, or decision.")
  private String id = "";

  @Option(names = "--json", description = "The record as it is, one JSON object.")
  private boolean json;

  @Option(
      names = "--vector",
      description = "A file of the format assay-vectors/1, which assay replay judges again.")
  private boolean vector;

  private DecisionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * The command on a terminal. Ids that begin with a dash are of older servers; one that begins as
   * -h needs -- before it.
   */
  public static CommandLine of(Terminal terminal) {
    return new CommandLine(new DecisionCommand(terminal))
        .setPosixClusteredShortOptionsAllowed(false)
        .setUnmatchedOptionsArePositionalParams(true);
  }

  @Override
  public Integer call() throws UnusableInput {
    if (json && vector) {
      throw new UnusableInput("--json and --vector are two forms; give one of them");
    }
    String known = id();
    Optional<Recorded> record =
        config.withStore(config.read(), store -> Stores.awaited(store.decision(known)));
    if (record.isEmpty()) {
      terminal
          .err()
          .println(
              "assay: no decision "
                  + known
                  + " is recorded: it was accepted, decided nothing as Apple was not there, came too"
                  + " fast to be kept, or was forgotten since");
      return 1;
    }
    show(record.get());
    return 0;
  }

  /** Also where the whole of {@code instance} is pasted. */
  private String id() throws UnusableInput {
    String text = id.startsWith(PATH) ? id.substring(PATH.length()) : id;
    if (!ID.matcher(text).matches()) {
      throw new UnusableInput(
          "ID: the id of a decision is the 22 characters that its answer named");
    }
    return text;
  }

  private void show(Recorded record) throws UnusableInput {
    if (json) {
      terminal.out().println(record.document().text());
    } else if (vector) {
      terminal.out().println(vector(record));
    } else {
      Explanation.of(record).print(terminal.out());
    }
  }

  private static String vector(Recorded record) throws UnusableInput {
    try {
      return DecisionVector.of(record.document()).text();
    } catch (Malformed e) {
      throw new UnusableInput(String.valueOf(e.getMessage()));
    }
  }
}
