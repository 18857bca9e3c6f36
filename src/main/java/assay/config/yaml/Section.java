package assay.config.yaml;

import assay.config.format.Format;
import assay.config.format.Nearest;
import assay.core.Bytes;
import assay.core.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mapping of the file, read member by member: a variable's value before the file's, the file's
 * before the default. What is wrong is told to {@link Reading}, and reading goes on with the
 * default. {@link #end} complains of members that nobody asked for.
 */
public final class Section {
  private final Reading reading;
  private final List<String> path;
  private final Place place;
  private final Map<String, Node> members;
  private final boolean refused;
  private final Set<String> known = new TreeSet<>();
  private Optional<String> shorthand = Optional.empty();

  private Section(
      Reading reading, List<String> path, int line, Map<String, Node> members, boolean refused) {
    this.reading = reading;
    this.path = path;
    this.place = new Place.Line(reading.file(), line, String.join(".", path));
    this.members = members;
    this.refused = refused;
  }

  /** The file as a whole. */
  static Section root(Reading reading, Node node) {
    return of(reading, List.of(), node);
  }

  private static Section of(Reading reading, List<String> path, Node node) {
    return switch (node) {
      case Node.Members(int line, var members) -> new Section(reading, path, line, members, false);
      case Node.Nothing(int line) -> new Section(reading, path, line, Map.of(), false);
      case Node.Refused(int line) -> new Section(reading, path, line, Map.of(), true);
      case Node.Text(int line, _) -> notMembers(reading, path, line);
      case Node.Items(int line, _) -> notMembers(reading, path, line);
    };
  }

  private static Section notMembers(Reading reading, List<String> path, int line) {
    Section section = new Section(reading, path, line, Map.of(), true);
    section.problem("has members of its own, name: value");
    return section;
  }

  /** The last step of the path. */
  public String name() {
    return path.getLast();
  }

  /** What this is part of. */
  public Reading reading() {
    return reading;
  }

  /** Whether the file has no members here, and nothing that was complained of. */
  public boolean isEmpty() {
    return !refused && members.isEmpty();
  }

  /** Whether the section is there, with nothing in it. */
  public boolean isBare() {
    return isEmpty() && place instanceof Place.Line(_, int line, _) && line > 0;
  }

  /** Whether a member is there, whatever may be wrong with it. */
  public boolean has(String member) {
    return refused || member(member).isThere();
  }

  /** Tells that the section cannot be as it is. */
  public void problem(String message) {
    reading.problem(place, message);
  }

  /** Tells that a member's value cannot be, whatever its form. */
  public void problem(String member, String message) {
    reading.problem(member(member).place(), message);
  }

  /** Tells that a member's value is allowed, and probably not meant. */
  public void warn(String member, String message) {
    reading.warn(member(member).place(), message);
  }

  /** A section below; an empty one where there is none. */
  public Section section(String name) {
    known.add(name);
    Node node = members.get(name);
    return node == null
        ? new Section(reading, path(name), 0, Map.of(), refused)
        : of(reading, path(name), node);
  }

  /** A section that may also be written as the text of one of its members. */
  public Section section(String name, String member) {
    Section section =
        members.get(name) instanceof Node.Text(int line, String text)
            ? new Section(
                reading, path(name), line, Map.of(member, new Node.Text(line, text)), false)
            : section(name);
    known.add(name);
    section.shorthand = Optional.of(member);
    return section;
  }

  /** All members, each a section that is named by whoever wrote the file. */
  public List<Section> sections(Format<String> names) {
    List<Section> sections = new ArrayList<>();
    members.forEach((name, node) -> {
      known.add(name);
      new Value(name, member(name).line())
          .parse(names, reading)
          .ifPresent(_ -> sections.add(of(reading, path(name), node)));
    });
    return sections;
  }

  /** A value that may be absent. */
  public <T> Optional<T> optional(String member, Format<T> format) {
    known.add(member);
    Optional<Value> value = member(member).single();
    value.ifPresent(found -> note(member, found.text(), found.place()));
    return value.flatMap(found -> found.parse(format, reading));
  }

  /** A value with a default, which is written as the file would write it. */
  public <T> T value(String member, Format<T> format, String byDefault) {
    known.add(member);
    if (member(member).single().isEmpty()) {
      note(member, byDefault, new Place.Default(member(member).name()));
      return format.parse(byDefault);
    }
    return optional(member, format).orElseGet(() -> format.parse(byDefault));
  }

  /** A value that must be there; nothing, and a problem, where it is not. */
  public <T> Optional<T> required(String member, Format<T> format, String why) {
    if (!has(member)) {
      reading.problem(member(member).line(), "is missing: " + why);
    }
    return optional(member, format);
  }

  /**
   * A list; in a variable, its items have commas between. Nothing where it is absent, or where an
   * item was complained of.
   */
  public <T> Optional<List<T>> list(String member, Format<T> format) {
    known.add(member);
    Optional<List<Value>> values = member(member).list();
    values.ifPresent(found ->
        note(
            member,
            found.stream().map(Value::text).collect(Collectors.joining(", ", "[", "]")),
            member(member).place()));
    return values.flatMap(found -> {
      List<T> parsed =
          found.stream().flatMap(item -> item.parse(format, reading).stream()).toList();
      return parsed.size() == found.size() ? Optional.of(parsed) : Optional.empty();
    });
  }

  /** A list with a default, which is written as a variable would write it. */
  public <T> List<T> list(String member, Format<T> format, String byDefault) {
    if (!has(member)) {
      note(member, "[" + byDefault + "]", new Place.Default(member(member).name()));
    }
    return list(member, format)
        .orElseGet(() ->
            Value.split(byDefault, place).stream().map(item -> format.parse(item.text())).toList());
  }

  /** A secret: only a variable gives it, and it is noted nowhere. */
  public Optional<String> secret(String member) {
    known.add(member);
    return member(member).secret();
  }

  /** The bytes of a file that a member names; nothing, and a problem, where they cannot be read. */
  public Optional<Bytes> bytes(String member, Path file) {
    return reading.bytes(member(member).place(), file);
  }

  /** Complains of members that nobody asked for. */
  public void end() {
    members.forEach((name, node) -> {
      if (!known.contains(name) && !reading.isFull()) {
        reading.problem(
            new Place.Line(reading.file(), node.line(), String.join(".", path)),
            "there is no member "
                + Printable.of(name)
                + " here"
                + Optional.of(Nearest.hint(name, known))
                    .filter(hint -> !hint.isEmpty())
                    .orElse("; there are " + String.join(", ", known)));
      }
    });
  }

  private Member member(String name) {
    return new Member(
        reading,
        path(name),
        Optional.ofNullable(members.get(name)),
        place,
        shorthand.filter(name::equals).isPresent());
  }

  private void note(String member, String value, Place from) {
    reading.note(member(member).name(), value, from);
  }

  private List<String> path(String member) {
    return Stream.concat(path.stream(), Stream.of(member)).toList();
  }
}
