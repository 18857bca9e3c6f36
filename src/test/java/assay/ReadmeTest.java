package assay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Step;
import assay.core.diagnosis.mistake.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README says of the steps is what the program does. */
final class ReadmeTest {
  private static final Pattern STEP =
      Pattern.compile("(?m)^\\| ([0-9-]+) \\| `([a-z-]+)` \\|(.*)$");
  private static final Pattern VECTORS = Pattern.compile("\\| ([a-z, -]+) \\|$");

  private static List<MatchResult> rows() throws IOException {
    return STEP.matcher(Files.readString(Path.of("README.md"))).results().toList();
  }

  @Test
  void theTableOfStepsHasEveryStepInTheOrderInWhichTheyAreJudged() throws IOException {
    assertEquals(
        Stream.<Step[]>of(Step.Attestation.values(), Step.Assertion.values(), Step.Receipt.values())
            .flatMap(Arrays::stream)
            .map(step -> step.number() + " " + step.code())
            .toList(),
        rows().stream().map(row -> row.group(1) + " " + row.group(2)).toList());
  }

  @Test
  void theIndexOfMistakesIsTheDiagnosersOwn() throws IOException {
    assertTrue(
        Files.readString(Path.of("README.md")).contains("\n\n" + Mistake.index() + "\n"),
        "README's table of mistakes is to be:\n" + Mistake.index());
  }

  @Test
  void theTableOfMistakesIsTheDiagnosersOwn() throws IOException {
    assertTrue(
        Files.readString(Path.of("testvectors", "diagnosis", "README.md"))
            .endsWith("\n\n" + Mistake.table()),
        "run `make vectors`");
  }

  @Test
  void theErrorsOfTheDeviceAreAllThere() throws IOException {
    assertEquals(
        List.of(
            "0 unknownSystemFailure",
            "1 featureUnsupported",
            "2 invalidInput",
            "3 invalidKey",
            "4 serverUnavailable"),
        Pattern.compile("(?m)^\\| ([0-9]) \\| `([a-z]+[A-Z][a-zA-Z]+)` \\|")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(row -> row.group(1) + " " + row.group(2))
            .toList());
  }

  @Test
  void theVectorFilesThatItNamesAreThere() throws IOException {
    for (MatchResult row : rows()) {
      for (MatchResult named : VECTORS.matcher(row.group(3)).results().toList()) {
        for (String file : named.group(1).strip().split(", ", -1)) {
          assertTrue(Files.exists(Path.of("testvectors", file + ".json")), row.group());
        }
      }
    }
  }
}
