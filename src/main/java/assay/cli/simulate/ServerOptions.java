package assay.cli.simulate;

import assay.cli.Input;
import assay.cli.UnusableInput;
import assay.cli.simulate.client.Routes;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server and which app; the defaults are those of {@code assay serve --demo}. */
final class ServerOptions {
  private static final Path DEMO_TOKEN = Path.of("data/demo-token");
  private static final String DEMO_INTERNAL = "http://127.0.0.1:8081";
  private static final int MOST_BYTES = 4096;

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The public listener; default ${DEFAULT-VALUE}.")
  private String server = "http://127.0.0.1:8080";

  @Option(
      names = "--internal",
      paramLabel = "URL",
      description = "The internal listener, where backends ask; default " + DEMO_INTERNAL + ".")
  private Optional<String> internal = Optional.empty();

  @Option(
      names = "--app",
      paramLabel = "NAME",
      description = "The app's short name, of a test app; default ${DEFAULT-VALUE}.")
  private String app = "demo";

  @Option(
      names = "--token",
      paramLabel = "T",
      description = "The bearer token of a backend; without any, its part is skipped.")
  private Optional<String> token = Optional.empty();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file with the token; the demo's is data/demo-token, and taken without --internal.")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--subject",
      paramLabel = "S",
      description = "Whose device it is, as a backend that relays the attestation names its user.")
  private Optional<String> subject = Optional.empty();

  /** The routes that devices use. */
  Routes forDevices() throws UnusableInput {
    return new Routes(url("--server", server), app, Optional.empty(), Optional.empty());
  }

  /** The routes that backends use; none without a token. */
  Optional<Routes> forBackends() throws UnusableInput {
    URI listener = url("--internal", internal.orElse(DEMO_INTERNAL));
    Optional<String> bearer = bearer();
    if (bearer.isEmpty() && subject.isPresent()) {
      throw new UnusableInput("--subject: only a backend names one; give its token too");
    }
    return bearer.map(given -> new Routes(listener, app, Optional.of(given), subject));
  }

  boolean namesSubject() {
    return subject.isPresent();
  }

  private Optional<String> bearer() throws UnusableInput {
    if (token.isPresent() && tokenFile.isPresent()) {
      throw new UnusableInput("--token and --token-file: give one of them");
    }
    if (token.isPresent()) {
      return Optional.of(requireToken("--token", token.get()));
    }
    Path file = tokenFile.orElse(DEMO_TOKEN);
    boolean demo = internal.isEmpty() && Files.exists(file); // its token is for no other server
    return tokenFile.isPresent() || demo
        ? Optional.of(
            requireToken(
                "--token-file: " + file,
                Input.bytes("--token-file", file, MOST_BYTES).text().strip()))
        : Optional.empty();
  }

  private static String requireToken(String where, String text) throws UnusableInput {
    if (!text.matches("[!-~]+")) {
      throw new UnusableInput(where + ": a token is one line of printable characters, no spaces");
    }
    return text;
  }

  /** A listener without the slash at its end. */
  private static URI url(String option, String text) throws UnusableInput {
    try {
      URI url = new URI(text.replaceAll("/+$", ""));
      boolean plain =
          url.getHost() != null
              && url.getRawQuery() == null
              && url.getRawFragment() == null
              && url.getRawUserInfo() == null;
      if (plain && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        return url;
      }
    } catch (URISyntaxException _) {
      // told below
    }
    throw new UnusableInput(
        option + ": not a URL of scheme, host and port, such as " + DEMO_INTERNAL);
  }
}
