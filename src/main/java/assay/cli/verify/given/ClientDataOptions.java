package assay.cli.verify.given;

import assay.cli.Input;
import assay.cli.UnusableInput;
import assay.core.Bytes;
import assay.core.diagnosis.clientdata.ClientData;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What the app signed, in one of three forms. */
public final class ClientDataOptions {
  private static final int MOST_CLIENT_DATA = 64 * 1024 * 1024;

  @Option(
      names = "--challenge",
      paramLabel = "TEXT",
      description = "The challenge; its UTF-8 bytes are hashed once.")
  private Optional<String> challenge = Optional.empty();

  @Option(
      names = "--client-data",
      paramLabel = "FILE",
      description = "A file whose exact bytes are hashed once.")
  private Optional<Path> clientData = Optional.empty();

  @Option(
      names = "--client-data-hash",
      paramLabel = "HASH",
      description =
          "What the app gave to attestKey or generateAssertion, in base64, base64url or hex.")
  private Optional<String> clientDataHash = Optional.empty();

  /** Whether any of the three forms is there. */
  public boolean given() {
    return challenge.isPresent() || clientData.isPresent() || clientDataHash.isPresent();
  }

  /** SHA-256 of what was signed: 32 bytes. */
  public Bytes hash() throws UnusableInput {
    return read().hash();
  }

  /** What was signed, as much of it as was given. */
  public ClientData read() throws UnusableInput {
    if (Stream.of(challenge, clientData, clientDataHash).filter(Optional::isPresent).count() != 1) {
      throw new UnusableInput(
          "what did the app sign? Give exactly one of --challenge, --client-data and --client-data-hash");
    }
    if (clientDataHash.isPresent()) {
      return ClientData.ofHash(Texts.bytes("--client-data-hash", clientDataHash.get()));
    }
    if (challenge.isPresent()) {
      Texts.requireReadable("--challenge", challenge.get());
      return ClientData.of(Bytes.utf8(challenge.get()));
    }
    return Challenge.in(
        Input.bytes("--client-data", clientData.orElseThrow(), MOST_CLIENT_DATA),
        Challenge.USUAL_POINTER);
  }
}
