package assay.core.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.diagnosis.mistake.AppleAnswer;
import assay.core.diagnosis.mistake.Area;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.diagnosis.mistake.Mistake;
import assay.core.diagnosis.mistake.Side;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words for mistakes, and that each has a vector. */
final class MistakeTest {
  /** What only a store or a server's policy knows, which no vector can ask: MemoryTest does. */
  private static final Set<Mistake> OF_THE_STORE =
      Set.of(
          Mistake.CHALLENGE_EXPIRED,
          Mistake.CHALLENGE_SPENT,
          Mistake.CHALLENGE_UNKNOWN,
          Mistake.CHALLENGE_MISSING,
          Mistake.CHALLENGE_DIFFERENT,
          Mistake.KEY_OF_ANOTHER_USER,
          Mistake.KEY_OF_NO_USER,
          Mistake.RECEIPT_MISSING);

  @Test
  void everyMistakeOfEvidenceHasAVector() throws IOException {
    Set<String> missing = new HashSet<>();
    Stream.of(Mistake.values())
        .filter(mistake -> mistake.area() != Area.APPLE && !OF_THE_STORE.contains(mistake))
        .forEach(mistake -> missing.add(mistake.code()));
    List<String> expected = diagnosesOfVectors();
    expected.forEach(missing::remove);
    assertEquals(Set.of(), missing);
    assertTrue(expected.size() >= 60, "vectors: " + expected.size());
  }

  @Test
  void everyVectorNamesAMistakeThatThereIs() throws IOException {
    Set<String> known = new HashSet<>(Stream.of(Mistake.values()).map(Mistake::code).toList());
    for (String code : diagnosesOfVectors()) {
      assertTrue(known.contains(code), code);
    }
  }

  private static List<String> diagnosesOfVectors() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("testvectors", "diagnosis"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        for (JsonNode vectorCase : new ObjectMapper().readTree(file.toFile()).path("cases")) {
          List<String> ofCase = new ArrayList<>(vectorCase.findValuesAsText("diagnosis"));
          ofCase.addAll(vectorCase.findValuesAsText("receiptDiagnosis"));
          assertEquals(1, ofCase.size(), file + ", " + vectorCase.path("id").asText());
          found.addAll(ofCase);
        }
      }
    }
    return found;
  }

  @Test
  void everyAnswerOfApplesIsPutIntoItsOwnWords() {
    List<Mistake> ofApple =
        Stream.of(Mistake.values()).filter(mistake -> mistake.area() == Area.APPLE).toList();
    assertEquals(
        ofApple.stream().map(Mistake::code).toList(),
        Stream.of(AppleAnswer.values()).map(answer -> answer.diagnosis().code()).toList());
    for (AppleAnswer answer : AppleAnswer.values()) {
      assertEquals(answer.code(), answer.diagnosis().code());
      assertEquals(Diagnosis.Certainty.PROVED, answer.diagnosis().certainty());
    }
  }

  @Test
  void theTableHasOneRowAMistakeAndOneHeadingAnArea() {
    List<String> lines = Mistake.table().lines().toList();
    assertEquals(
        Stream.of(Mistake.values()).map(Mistake::row).toList(),
        lines.stream().filter(line -> line.startsWith("| `")).toList());
    assertEquals(
        Stream.of(Area.values()).map(area -> "#### " + area.title()).toList(),
        lines.stream().filter(line -> line.startsWith("#")).toList());
  }

  @Test
  void theIndexHasOneRowAnAreaAndEveryCodeOnce() {
    assertEquals(
        Stream.of(Mistake.values()).map(Mistake::code).toList(),
        Pattern.compile("`([^`]+)`")
            .matcher(Mistake.index())
            .results()
            .map(found -> found.group(1))
            .toList());
    assertEquals(2 + Area.values().length, Mistake.index().lines().count());
  }

  @Test
  void everyMistakeIsASentenceAndSomethingToDo() {
    Set<String> sentences = new HashSet<>();
    for (Mistake mistake : Mistake.values()) {
      assertTrue(mistake.code().matches("[a-z][a-z0-9]*(-[a-z0-9]+)+"), mistake.code());
      for (String text : List.of(mistake.sentence(), mistake.action())) {
        assertTrue(text.endsWith(".") && !text.contains("|"), mistake.code() + ": " + text);
      }
      assertTrue(sentences.add(mistake.sentence()), mistake.code());
      assertTrue(mistake.swift().isEmpty() || mistake.side() != Side.SERVER, mistake.code());
    }
  }

  @Test
  void everyAreaHasMistakes() {
    assertEquals(
        Set.of(Area.values()),
        new HashSet<>(Arrays.stream(Mistake.values()).map(Mistake::area).toList()));
  }
}
