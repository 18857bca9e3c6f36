package assay.simulator.apple;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.apple.answer.Answer;
import java.time.Instant;
import java.util.Optional;

/**
 * A request and what was answered; told before the answer goes out.
 *
 * @param environment whose host was asked
 * @param authorization the header as it came: whoever has it speaks for the team
 * @param fault what was done to the answer on its way
 */
public record Exchange(
    Instant at,
    Environment environment,
    String method,
    String path,
    Optional<String> authorization,
    Bytes request,
    Answer answer,
    Optional<Fault> fault) {

  @Override
  public String toString() {
    return environment + " " + method + " " + path + " " + answer.status() + ": " + answer.why();
  }
}
