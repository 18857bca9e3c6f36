package assay.vectors;

import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One file of vectors in the making: cases in the order in which they are added. */
final class VectorGroup {
  private static final Separators SEPARATORS =
      Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER);
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

  private final String name;
  private final String about;
  private final Map<String, String> flags = new LinkedHashMap<>();
  private final Set<String> ids = new HashSet<>();
  private final List<VectorCase> cases = new ArrayList<>();

  /**
   * An empty file.
   *
   * @param name of the file, without {@code .json}; with a folder before it, where it has one
   */
  VectorGroup(String name, String about) {
    this.name = name;
    this.about = about;
  }

  /** What a case probes; its note stands in the file's {@code flags}. */
  record Flag(String name) {}

  /**
   * Declares a flag.
   *
   * @param note what it probes, and what goes wrong for a verifier that misses it
   */
  Flag flag(String flagName, String note) {
    if (flags.put(flagName, note) != null) {
      throw new IllegalStateException("flag " + flagName + " is declared twice");
    }
    return new Flag(flagName);
  }

  /** Adds a case without events. */
  VectorCase add(String id, Flag flag, String comment) {
    if (!ids.add(id)) {
      throw new IllegalStateException("case " + id + " is there twice in " + name);
    }
    VectorCase vectorCase = new VectorCase(id, flag.name(), comment);
    cases.add(vectorCase);
    return vectorCase;
  }

  /** Adds a case of one attestation, under the usual policy. */
  VectorCase attestation(
      String id, Flag flag, String comment, AttestationMaker evidence, Expect expect) {
    return add(id, flag, comment).then(Event.attestation(evidence.make()).expect(expect));
  }

  /** Adds a case of a key that was registered earlier and one assertion of it. */
  VectorCase assertion(String id, Flag flag, String comment, Bytes evidence, Expect expect) {
    return add(id, flag, comment)
        .then(Event.key(Scene.DEVICE, 0))
        .then(Event.assertion(Scene.DEVICE, evidence).expect(expect));
  }

  String name() {
    return name;
  }

  /** The file, pretty-printed, members always in the same order. */
  String json() throws JsonProcessingException {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("format", "assay-vectors/1");
    file.put("about", about);
    file.put("flags", flags);
    String up = "../".repeat((int) name.chars().filter(c -> c == '/').count());
    file.put("cases", cases.stream().map(vectorCase -> vectorCase.json(up)).toList());
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(SEPARATORS)
            .withObjectIndenter(INDENTER)
            .withArrayIndenter(INDENTER);
    return new ObjectMapper().writer(printer).writeValueAsString(file) + "\n";
  }
}
