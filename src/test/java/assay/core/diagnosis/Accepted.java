package assay.core.diagnosis;

import assay.cli.UnusableInput;
import assay.cli.replay.EventResult;
import assay.cli.replay.Replay;
import assay.cli.replay.VectorEvent;
import assay.cli.replay.VectorFile;
import assay.core.App;
import assay.core.Bytes;
import assay.core.Forged;
import assay.core.pki.TrustedRoots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Evidence of the vector files that the verifiers accept, for tests that spoil it. */
final class Accepted {
  private Accepted() {}

  /**
   * An accepted event.
   *
   * @param name of its file, case and place, for messages
   * @param publicKey of the key that it is of
   * @param highest the counter before it
   */
  record Event(
      String name, VectorEvent event, App app, TrustedRoots roots, Bytes publicKey, long highest) {}

  /**
   * All accepted attestations and assertions of the vectors, and of devices where they are there.
   */
  static Stream<Event> all() {
    return Stream.concat(in(Path.of("testvectors")), ofDevices());
  }

  static Stream<Event> ofDevices() {
    return Optional.ofNullable(System.getenv("ASSAY_VECTORS")).stream()
        .map(Path::of)
        .flatMap(Accepted::in);
  }

  private static Stream<Event> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try {
      List<Event> found = new ArrayList<>();
      for (Path path : VectorFile.find(List.of(folder))) {
        VectorFile file = VectorFile.read(path);
        file.cases().forEach(vectorCase -> add(file, vectorCase, found));
      }
      return found.stream();
    } catch (UnusableInput e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(VectorFile file, VectorFile.Case vectorCase, List<Event> found) {
    TrustedRoots roots = new TrustedRoots(vectorCase.trust().attestations(), Forged.SIGNATURES);
    List<EventResult> results =
        new Replay(Forged.SIGNATURES, Optional.empty(), Optional.empty()).run(file, vectorCase);
    Map<Bytes, Bytes> keys = new HashMap<>();
    Map<Bytes, Long> counters = new HashMap<>();
    for (int i = 0; i < results.size(); i++) {
      VectorEvent event = vectorCase.events().get(i);
      EventResult result = results.get(i);
      if (!result.verdict().equals("accepted")) {
        continue;
      }
      switch (event) {
        case VectorEvent.OfKey key -> {
          keys.put(key.keyId(), key.publicKey());
          counters.put(key.keyId(), key.counter());
        }
        case VectorEvent.OfAttestation attestation ->
            keys.putIfAbsent(
                attestation.keyId(),
                Bytes.of(Base64.getDecoder().decode(result.json().path("publicKey").asText())));
        default -> {}
      }
      Bytes publicKey = keys.getOrDefault(event.keyId(), Bytes.EMPTY);
      if (event instanceof VectorEvent.OfAttestation || event instanceof VectorEvent.OfAssertion) {
        found.add(
            new Event(
                file.path().getFileName() + " " + vectorCase.id() + " " + i,
                event,
                vectorCase.app(),
                roots,
                publicKey,
                counters.getOrDefault(event.keyId(), 0L)));
      }
      counters.merge(event.keyId(), result.json().path("counter").asLong(0), Math::max);
    }
  }
}
