package assay.config.yaml;

import assay.core.Printable;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The file as a tree. Of YAML's richness only mappings, lists and text are taken: an anchor, an
 * alias, a tag or a second document would let a file mean something else than what it shows, and a
 * member that stands twice would be silently lost. Text stays as it was typed: {@code 1.10} is not
 * a number that ends in {@code 1}.
 */
final class YamlTree {
  private static final int DEEPEST = 12;
  private static final int LONGEST_TEXT = 4096;
  private static final YAMLFactory YAML = new YAMLFactory();

  private final String file;
  private final Problems problems;
  private final YAMLParser parser;

  /** Nothing is read behind it, as the parser takes ever longer the deeper it is. */
  private static final class TooDeep extends IOException {
    private static final long serialVersionUID = 1;
    private final int line;

    private TooDeep(int line) {
      this.line = line;
    }
  }

  private YamlTree(String file, Problems problems, YAMLParser parser) {
    this.file = file;
    this.problems = problems;
    this.parser = parser;
  }

  /** The tree, or nothing where something is wrong that no more can be read behind. */
  static Optional<Node> read(String file, byte[] bytes, Problems problems) {
    if (bytes.length > Reading.MOST_BYTES) {
      problems.add(new Place.Line(file, 0, ""), "holds more than " + Reading.MOST_BYTES + " bytes");
      return Optional.empty();
    }
    Optional<String> text = text(file, bytes, problems);
    return text.isEmpty() ? Optional.empty() : read(file, text.get(), problems);
  }

  private static Optional<Node> read(String file, String text, Problems problems) {
    try (YAMLParser parser = YAML.createParser(text)) {
      return new YamlTree(file, problems, parser).document();
    } catch (TooDeep e) {
      problems.add(new Place.Line(file, e.line, ""), "is nested deeper than any configuration");
      return Optional.empty();
    } catch (IOException | YAMLException e) {
      problems.add(
          new Place.Line(file, line(e), ""), "is not YAML: " + Printable.of(explanation(e)));
      return Optional.empty();
    }
  }

  private static Optional<String> text(String file, byte[] bytes, Problems problems) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      int line = 1;
      for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
        int character = text.codePointAt(i);
        line += character == '\n' ? 1 : 0;
        if (Character.isISOControl(character) && "\t\r\n".indexOf(character) < 0) {
          problems.add(
              new Place.Line(file, line, ""),
              "holds a control character, U+%04X; a configuration is plain text"
                  .formatted(character));
          return Optional.empty();
        }
      }
      return Optional.of(text);
    } catch (CharacterCodingException _) {
      problems.add(new Place.Line(file, 0, ""), "is not UTF-8 text");
      return Optional.empty();
    }
  }

  private Optional<Node> document() throws IOException {
    if (parser.nextToken() == null) {
      return Optional.of(new Node.Nothing(1));
    }
    Node root = node(line(), 1);
    if (parser.nextToken() != null) {
      complain(line(), "a second document begins here; a configuration is one");
      return Optional.empty();
    }
    return Optional.of(root);
  }

  private Node node(int line, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new TooDeep(line);
    }
    boolean plain = isPlain();
    Node node =
        switch (parser.currentToken()) {
          case START_OBJECT -> members(line, depth);
          case START_ARRAY -> items(line, depth);
          case VALUE_NULL -> new Node.Nothing(line);
          default -> text(line);
        };
    return plain ? node : new Node.Refused(line);
  }

  /** Complains of anchors, aliases and tags, which the parser tells with the token they are on. */
  private boolean isPlain() throws IOException {
    if (parser.isCurrentAlias()) {
      complain(line(), "aliases (*name) are not taken; write the value out");
      return false;
    }
    if (parser.getObjectId() != null) {
      complain(line(), "anchors (&name) are not taken; write the value out where it is used");
      return false;
    }
    if (parser.getTypeId() != null) {
      complain(line(), "tags (!name) are not taken; values are read as what they are for");
      return false;
    }
    return true;
  }

  private Node text(int line) throws IOException {
    String text = parser.getText();
    if (text.length() > LONGEST_TEXT) {
      complain(line, "holds a text of more than " + LONGEST_TEXT + " characters");
      return new Node.Refused(line);
    }
    return new Node.Text(line, text);
  }

  private Node items(int line, int depth) throws IOException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(line(), depth + 1));
    }
    return new Node.Items(line, items);
  }

  private Node members(int line, int depth) throws IOException {
    Map<String, Node> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      int named = line();
      String name = parser.currentName();
      isPlain();
      parser.nextToken();
      Node first = members.putIfAbsent(name, node(named, depth + 1));
      if (first != null) {
        complain(
            named,
            Printable.of(name)
                + " stands here a second time; the first is in line "
                + first.line());
      }
    }
    return new Node.Members(line, members);
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private void complain(int line, String message) {
    problems.add(new Place.Line(file, line, ""), message);
  }

  private static int line(Exception e) {
    return marked(e)
        .map(MarkedYAMLException::getProblemMark)
        .map(Mark::getLine)
        .map(line -> line + 1)
        .or(() ->
            Optional.of(e)
                .filter(JacksonException.class::isInstance)
                .map(known -> ((JacksonException) known).getLocation())
                .map(JsonLocation.class::cast)
                .map(JsonLocation::getLineNr))
        .orElse(0);
  }

  private static String explanation(Exception e) {
    return marked(e)
        .map(MarkedYAMLException::getProblem)
        .or(() ->
            Optional.of(e)
                .filter(JacksonException.class::isInstance)
                .map(known -> ((JacksonException) known).getOriginalMessage()))
        .orElseGet(() -> String.valueOf(e.getMessage()))
        .lines()
        .findFirst()
        .map(first -> first.replaceFirst(", got this instead: .*", ""))
        .orElse("");
  }

  private static Optional<MarkedYAMLException> marked(Exception e) {
    return e instanceof MarkedYAMLException marked
        ? Optional.of(marked)
        : Optional.ofNullable(e.getCause())
            .filter(MarkedYAMLException.class::isInstance)
            .map(MarkedYAMLException.class::cast);
  }
}
