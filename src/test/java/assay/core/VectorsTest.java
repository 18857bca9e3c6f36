package assay.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import assay.cli.UnusableInput;
import assay.cli.replay.EventResult;
import assay.cli.replay.Replay;
import assay.cli.replay.VectorFile;
import assay.config.crypto.Providers;
import assay.core.pki.Signatures;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every vector through the verifiers, under every provider of signatures: providers differ in what
 * they take, and no answer may depend on the one at hand. In this package because mutation testing
 * runs the tests of {@code assay.core} only; one provider is enough for it, so the others' tests
 * are tagged.
 */
final class VectorsTest {
  private static final String OTHER_PROVIDER = "other-provider";
  private static final Path OURS = Path.of("testvectors");
  private static final String DEVICES = "ASSAY_VECTORS";

  private static final Map<Path, VectorFile> FILES = new ConcurrentHashMap<>();
  private static final AtomicInteger CASES = new AtomicInteger();
  private static final AtomicInteger EVENTS = new AtomicInteger();
  private static final Set<String> PROVIDERS = ConcurrentHashMap.newKeySet();

  @TestFactory
  Stream<DynamicNode> everyVectorIsAnsweredAsExpectedByTheBestProvider() {
    return vectors(Providers.best());
  }

  @TestFactory
  @Tag(OTHER_PROVIDER)
  Stream<DynamicNode> everyVectorIsAnsweredAsExpectedByBouncyCastle() {
    return vectors(new BouncyCastleProvider());
  }

  @TestFactory
  @Tag(OTHER_PROVIDER)
  Stream<DynamicNode> everyVectorIsAnsweredAsExpectedByTheJdk() {
    return vectors(Providers.jdk());
  }

  @AfterAll
  static void sayHowManyVectorsRan() {
    System.out.printf(
        "vectors: %d cases, %d events under %d providers (%s)%n",
        CASES.get() / PROVIDERS.size(),
        EVENTS.get() / PROVIDERS.size(),
        PROVIDERS.size(),
        String.join(", ", PROVIDERS.stream().sorted().toList()));
  }

  private static Stream<DynamicNode> vectors(Provider provider) {
    Security.addProvider(provider);
    PROVIDERS.add(provider.getName());
    Replay replay = new Replay(new Signatures(provider), Optional.empty(), Optional.empty());
    return Stream.concat(files(replay, OURS), deviceFiles(replay));
  }

  private static Stream<DynamicNode> deviceFiles(Replay replay) {
    String folder = System.getenv(DEVICES);
    return folder != null
        ? files(replay, Path.of(folder))
        : Stream.of(
            dynamicTest(
                "device vectors",
                () ->
                    abort(
                        DEVICES
                            + " is not set: the objects of real devices, which this project may not"
                            + " publish, were not run")));
  }

  private static Stream<DynamicNode> files(Replay replay, Path folder) {
    return find(folder).stream()
        .map(VectorsTest::read)
        .map(file ->
            dynamicContainer(
                String.valueOf(file.path().getFileName()),
                file.cases().stream()
                    .map(vectorCase ->
                        dynamicTest(vectorCase.id(), () -> check(replay, file, vectorCase)))));
  }

  private static void check(Replay replay, VectorFile file, VectorFile.Case vectorCase)
      throws UnusableInput {
    List<EventResult> results = replay.run(file, vectorCase);
    CASES.incrementAndGet();
    EVENTS.addAndGet(results.size());
    List<String> mismatches =
        results.stream()
            .filter(result -> !result.matches())
            .map(result ->
                "event "
                    + result.index()
                    + ": "
                    + String.join(", ", result.mismatches())
                    + " ("
                    + result.detail()
                    + ")")
            .toList();
    assertEquals(List.of(), mismatches);
  }

  private static List<Path> find(Path folder) {
    try {
      return VectorFile.find(List.of(folder));
    } catch (UnusableInput e) {
      throw new IllegalStateException(e);
    }
  }

  private static VectorFile read(Path path) {
    return FILES.computeIfAbsent(
        path,
        unread -> {
          try {
            return VectorFile.read(unread);
          } catch (UnusableInput e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
