package assay.cli.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.cli.UnusableInput;
import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Forged;
import assay.core.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a file of vectors: it means what it means when it is written anew, and every event
 * in it is judged and reported; or it is refused in a word.
 */
final class VectorFileFuzzTest {
  private static final String NAME = "testvectors/fuzzed.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Arguments> files() throws UnusableInput {
    List<Bytes> whole =
        VectorFile.find(List.of(Path.of("testvectors"))).stream()
            .flatMap(VectorFileFuzzTest::cases)
            .toList();
    String receipt = whole.getFirst().text();
    return Seeds.of(
        whole.stream(),
        Seeds.cut(whole.getFirst()),
        Stream.of(
                receipt.replaceFirst("\"at\":\"[^\"]*\"", "\"at\":\"+999999999-12-31T23:59:59Z\""),
                receipt.replaceFirst("\"at\":\"[^\"]*\"", "\"at\":\"-999999999-01-01T00:00:00Z\""),
                receipt.replaceFirst("\"id\":\"", "\"id\":\"\\\\u0000\\\\ud800\\\\u202e\\\\ufffe<"),
                receipt.replaceFirst("\"appIds\":\\[[^]]*]", "\"appIds\":[\"\"]"),
                receipt.replaceFirst("\"counter\":\"[^\"]*\"", "\"counter\":\"window:0\""),
                receipt.replaceFirst(
                    "\"launchInfo\"", "\"minimumBundleVersion\":\"00.٣\",\"launchInfo\""),
                receipt.replaceFirst("\"expect\":\\{", "\"expect\":{\"detail\":\"\\\\u001b[2J\","),
                receipt.replaceFirst("\"trust\":\"[^\"]*\"", "\"trust\":\"apple\""),
                receipt.replaceFirst("\"trust\":\"[^\"]*\"", "\"trust\":\"\\\\u0000\""),
                receipt.replaceFirst("\"format\":\"", "\"format\":\"\\\\u001b"),
                "{\"format\":\"assay-vectors/1\",\"cases\":[]}",
                "{\"format\":\"assay-vectors/1\",\"cases\":" + "[".repeat(5_000),
                "{\"format\":\"assay-vectors/1\",\"format\":\"assay-vectors/1\"}",
                "[]",
                "null",
                "{}{}",
                "\ufeff{}")
            .map(Bytes::utf8));
  }

  /** Two of each file, each as a file of its own. */
  private static Stream<Bytes> cases(Path path) {
    try {
      List<VectorFile.Case> cases = VectorFile.read(path).cases();
      return IntStream.of(0, cases.size() / 2)
          .mapToObj(i -> VectorFileText.of(List.of(cases.get(i))));
    } catch (UnusableInput e) {
      throw new AssertionError(e);
    }
  }

  @MethodSource("files")
  @FuzzTest(maxDuration = "10m")
  void aFileIsJudgedAsItIsReadAndWrittenOrRefused(byte[] bytes) throws Exception {
    Optional<VectorFile> read = Bounds.shown(() -> read(Bytes.of(bytes)));
    if (read.isPresent() && isWritable(read.get())) {
      VectorFile file = read.get();
      VectorFile again = read(VectorFileText.of(file.cases())).orElseThrow();
      assertEquals(file, again);
      requireReported(file, again);
    }
  }

  /** JSON has no infinity to write, but reads one. */
  private static boolean isWritable(VectorFile file) {
    return file.cases().stream()
        .flatMap(it -> it.events().stream())
        .noneMatch(event -> event.expect().toString().contains("Infinity"));
  }

  private static Optional<VectorFile> read(Bytes content) {
    try {
      return Optional.of(VectorFile.of(NAME, content));
    } catch (UnusableInput refused) {
      assertTrue(String.valueOf(refused.getMessage()).startsWith(NAME + ":"), refused::toString);
      return Optional.empty();
    }
  }

  private static void requireReported(VectorFile file, VectorFile again) throws Exception {
    String json = reported(file, Report.Json::new);
    assertEquals(json, reported(again, Report.Json::new));
    int events = file.cases().stream().mapToInt(it -> it.events().size()).sum();
    assertEquals(events, json.lines().filter(VectorFileFuzzTest::isJson).count());
    String text = reported(file, Report.Text::new);
    assertFalse(text.chars().anyMatch(c -> c != '\n' && Character.isISOControl(c)), text);
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(
            new ByteArrayInputStream(
                reported(file, Report.JUnit::new).getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean isJson(String line) {
    try {
      JsonNode event = JSON.readTree(line);
      return event.path("verdict").isTextual();
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private static String reported(VectorFile file, Function<PrintStream, Report> format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Report report = format.apply(new PrintStream(out, true, StandardCharsets.UTF_8));
    Replay replay = new Replay(Forged.SIGNATURES, Optional.empty(), Optional.empty());
    Report.Totals totals = new Report.Totals(1, 0, 0, 0);
    for (VectorFile.Case vectorCase : file.cases()) {
      List<EventResult> results = replay.run(file, vectorCase);
      report.add(file, vectorCase, results);
      totals = totals.plus(results);
    }
    report.finish(totals);
    return out.toString(StandardCharsets.UTF_8);
  }
}
