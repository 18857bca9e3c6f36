package assay.cli.callers;

import assay.cli.Terminal;
import assay.cli.UnusableInput;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay callers token}: a token, and the lines of the configuration that let it in. */
@Command(
    name = "token",
    description =
        "Makes a token for a caller, and prints it once with the lines for the configuration, which"
            + " holds only its SHA-256.",
    footer = {
      "",
      "  assay callers token checkout",
      "  assay callers token checkout --json",
      "",
      "Exit code: 0 made, 2 unusable name."
    })
final class TokenCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "The caller's name in the configuration; default \"caller\".")
  private String name = "caller";

  @Option(names = "--json", description = "Print name, token and tokenSha256 as JSON.")
  private boolean json;

  private final Terminal terminal;
  private final RandomGenerator random;

  TokenCommand(Terminal terminal, RandomGenerator random) {
    this.terminal = terminal;
    this.random = random;
  }

  @Override
  public Integer call() throws UnusableInput, JsonProcessingException {
    if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new UnusableInput(
          "NAME: a caller is named in at most 63 lower-case letters, digits and hyphens");
    }
    Token token = Token.from(random);
    terminal.out().println(json ? json(token) : text(token));
    return 0;
  }

  private String json(Token token) throws JsonProcessingException {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("name", name);
    members.put("token", token.text());
    members.put("tokenSha256", token.sha256().hex());
    return new ObjectMapper().writeValueAsString(members);
  }

  private String text(Token token) {
    return """
    The token, which is shown this once and belongs to the caller's secrets:

      %s

    The lines for the configuration; name the apps and what may be asked:

      callers:
        %s:
          tokenSha256: "%s"
          apps: [ APP ]
          allow: [ verify ]

    The caller sends: Authorization: Bearer %s…\
    """
        .formatted(token.text(), name, token.sha256().hex(), token.text().substring(0, 10));
  }
}
