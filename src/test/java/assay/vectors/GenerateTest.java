package assay.vectors;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Step;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is promised of {@code testvectors/} as a whole. */
final class GenerateTest {
  private static final Path FOLDER = Path.of("testvectors");

  /** Published by Apple as a sample, and so the only object of a device that is kept here. */
  private static final String APPLE_SAMPLE = "ios27.0-prod-appledoc2026-20260420.json";

  /** What only a store knows, which no vector can ask: challenges and owners. */
  private static final Set<Step> OF_THE_STORE =
      Set.of(Step.Attestation.CHALLENGE, Step.Assertion.CHALLENGE, Step.Assertion.SUBJECT);

  @Test
  void theFilesAreWhatTheGeneratorWrites(@TempDir Path fresh) throws IOException {
    Generate.write(fresh);
    Set<Path> expected = files(fresh);
    expected.add(Path.of(APPLE_SAMPLE));
    assertEquals(expected, files(FOLDER), "testvectors/ has other files; run `make vectors`");
    for (Path file : files(fresh)) {
      assertEquals(
          -1,
          Files.mismatch(fresh.resolve(file), FOLDER.resolve(file)),
          "testvectors/" + file + " differs from what the generator writes; run `make vectors`");
    }
  }

  @Test
  void everyReasonCodeIsTheAnswerOfAVector() throws IOException {
    Set<String> answered = new HashSet<>();
    for (Path file : vectorFiles()) {
      for (JsonNode vectorCase : read(file).path("cases")) {
        for (JsonNode event : vectorCase.path("events")) {
          answered.add(
              event.path("type").asText() + " " + event.path("expect").path("step").asText());
          answered.add("receipt " + event.path("expect").path("receiptStep").asText());
        }
      }
    }
    Set<String> unanswered = new LinkedHashSet<>();
    unanswered.addAll(codes("attestation", Step.Attestation.values()));
    unanswered.addAll(codes("assertion", Step.Assertion.values()));
    unanswered.addAll(codes("receipt", Step.Receipt.values()));
    unanswered.removeAll(answered);
    assertEquals(Set.of(), unanswered, "no vector has these answers");
  }

  private static List<String> codes(String type, Step... steps) {
    return Stream.of(steps)
        .filter(step -> !OF_THE_STORE.contains(step))
        .map(step -> type + " " + step.code())
        .toList();
  }

  @Test
  void everyFlagHasANoteAndEveryNoteAUse() throws IOException {
    for (Path file : vectorFiles()) {
      JsonNode vectors = read(file);
      Set<String> used = new TreeSet<>();
      for (JsonNode vectorCase : vectors.path("cases")) {
        vectorCase.path("flags").forEach(flag -> used.add(flag.asText()));
      }
      Set<String> noted = new TreeSet<>();
      vectors.path("flags").fieldNames().forEachRemaining(noted::add);
      assertEquals(noted, used, file + ": notes, and flags in use");
      vectors
          .path("flags")
          .forEach(note -> assertFalse(note.asText().isBlank(), file + ": a note"));
    }
  }

  @Test
  void everyCaseOfOursSaysWhatItProbes() throws IOException {
    for (Path file : vectorFiles()) {
      if (file.endsWith(APPLE_SAMPLE)) {
        continue;
      }
      for (JsonNode vectorCase : read(file).path("cases")) {
        String id = file + ", " + vectorCase.path("id").asText();
        assertTrue(vectorCase.path("id").asText().matches("[a-zA-Z0-9.-]+"), id);
        assertFalse(vectorCase.path("flags").isEmpty(), id + ": flags");
        assertFalse(vectorCase.path("comment").asText().isBlank(), id + ": comment");
      }
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static Collection<Path> vectorFiles() throws IOException {
    return files(FOLDER).stream()
        .filter(file -> file.toString().endsWith(".json"))
        .map(FOLDER::resolve)
        .toList();
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> below = Files.walk(folder)) {
      return below
          .filter(Files::isRegularFile)
          .map(folder::relativize)
          .collect(toCollection(TreeSet::new));
    }
  }
}
