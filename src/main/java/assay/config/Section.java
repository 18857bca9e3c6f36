package assay.config;

import assay.core.Printable;
import java.util.ArrayList;
import java.util.Arrays;
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
final class Section {
  private final Reading reading;
  private final List<String> path;
  private final Place place;
  private final Map<String, Node> members;
  private final boolean refused;
  private final Set<String> known = new TreeSet<>();
  private Optional<String> shorthand = Optional.empty();

  private record Value(String text, Place place) {}

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
    reading.problem(section.place, "has members of its own, name: value");
    return section;
  }

  /** The last step of the path. */
  String name() {
    return path.getLast();
  }

  /** Where the section begins. */
  Place place() {
    return place;
  }

  Reading reading() {
    return reading;
  }

  /** Whether the file has no members here, and nothing that was complained of. */
  boolean isEmpty() {
    return !refused && members.isEmpty();
  }

  /** Whether the section is there, with nothing in it. */
  boolean isBare() {
    return isEmpty() && place instanceof Place.Line(_, int line, _) && line > 0;
  }

  /** Whether a member is there, whatever may be wrong with it. */
  boolean has(String member) {
    return refused || members.containsKey(member) || variable(member).isPresent();
  }

  /** Where a member's value comes from. */
  Place place(String member) {
    return variable(member).map(Value::place).orElseGet(() -> line(member));
  }

  private Place line(String member) {
    Node node = members.get(member);
    String where = String.join(".", path(member));
    return node == null && place instanceof Place.Line(String file, int line, _)
        ? new Place.Line(file, line, where)
        : new Place.Line(reading.file(), node == null ? 0 : node.line(), where);
  }

  /** Tells that a member's value cannot be, whatever its form. */
  void problem(String member, String message) {
    reading.problem(place(member), message);
  }

  /** A section below; an empty one where there is none. */
  Section section(String name) {
    known.add(name);
    Node node = members.get(name);
    return node == null
        ? new Section(reading, path(name), 0, Map.of(), refused)
        : of(reading, path(name), node);
  }

  /** A section that may also be written as the text of one of its members. */
  Section section(String name, String member) {
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
  List<Section> sections(Format<String> names) {
    List<Section> sections = new ArrayList<>();
    members.forEach((name, node) -> {
      known.add(name);
      try {
        names.parse(name);
        sections.add(of(reading, path(name), node));
      } catch (IllegalArgumentException e) {
        reading.problem(line(name), message(e));
      }
    });
    return sections;
  }

  /** A value that may be absent. */
  <T> Optional<T> optional(String member, Format<T> format) {
    Optional<Value> value = find(member);
    value.ifPresent(
        found -> reading.note(String.join(".", path(member)), found.text(), found.place()));
    return value.flatMap(found -> parse(found, format));
  }

  /** A value with a default, which is written as the file would write it. */
  <T> T value(String member, Format<T> format, String byDefault) {
    Optional<Value> value = find(member);
    if (value.isEmpty()) {
      reading.note(
          String.join(".", path(member)),
          byDefault,
          new Place.Default(String.join(".", path(member))));
      return format.parse(byDefault);
    }
    return optional(member, format).orElseGet(() -> format.parse(byDefault));
  }

  /** A value that must be there; nothing, and a problem, where it is not. */
  <T> Optional<T> required(String member, Format<T> format, String why) {
    if (find(member).isEmpty() && !refused && !members.containsKey(member)) {
      reading.problem(line(member), "is missing: " + why);
    }
    return optional(member, format);
  }

  /**
   * A list; in a variable, its items have commas between. Nothing where it is absent, or where an
   * item was complained of.
   */
  <T> Optional<List<T>> list(String member, Format<T> format) {
    known.add(member);
    Optional<String> variable = reading.variables().value(path(member));
    Optional<List<Value>> values =
        variable.isPresent()
            ? variable.map(text -> split(text, Variables.name(path(member))))
            : Optional.ofNullable(members.get(member)).flatMap(node -> items(member, node));
    values.ifPresent(found ->
        reading.note(
            String.join(".", path(member)),
            found.stream().map(Value::text).collect(Collectors.joining(", ", "[", "]")),
            place(member)));
    return values.flatMap(found -> {
      List<T> parsed = found.stream().flatMap(item -> parse(item, format).stream()).toList();
      return parsed.size() == found.size() ? Optional.of(parsed) : Optional.empty();
    });
  }

  /** A list with a default, which is written as a variable would write it. */
  <T> List<T> list(String member, Format<T> format, String byDefault) {
    if (!has(member)) {
      reading.note(
          String.join(".", path(member)),
          "[" + byDefault + "]",
          new Place.Default(String.join(".", path(member))));
    }
    return list(member, format)
        .orElseGet(
            () -> split(byDefault, place).stream().map(item -> format.parse(item.text())).toList());
  }

  private static List<Value> split(String text, Place place) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(item -> new Value(item.strip(), place)).toList();
  }

  private Optional<List<Value>> items(String member, Node node) {
    return switch (node) {
      case Node.Items(_, List<Node> items) ->
          Optional.of(items.stream().flatMap(item -> item(member, item)).toList())
              .filter(found -> found.size() == items.size());
      case Node.Refused _ -> Optional.empty();
      case Node.Text _, Node.Members _, Node.Nothing _ -> {
        reading.problem(line(member), "is a list, such as [ one, two ]");
        yield Optional.empty();
      }
    };
  }

  private Stream<Value> item(String member, Node item) {
    Place where = new Place.Line(reading.file(), item.line(), String.join(".", path(member)));
    return switch (item) {
      case Node.Text(_, String text) -> Stream.of(new Value(text, where));
      case Node.Refused _ -> Stream.empty();
      case Node.Items _, Node.Members _, Node.Nothing _ -> {
        reading.problem(where, "is a list of single values");
        yield Stream.empty();
      }
    };
  }

  /** A secret: only a variable gives it, and it is noted nowhere. */
  Optional<String> secret(String member) {
    known.add(member);
    if (members.containsKey(member)) {
      reading.problem(
          line(member),
          "a secret does not stand in the file: set " + Variables.name(path(member)) + " instead");
    }
    return reading.variables().value(path(member));
  }

  /** Complains of members that nobody asked for. */
  void end() {
    members.forEach((name, node) -> {
      if (!known.contains(name) && !reading.isFull()) {
        reading.problem(
            new Place.Line(reading.file(), node.line(), String.join(".", path)),
            "there is no member "
                + Printable.of(name)
                + " here"
                + Nearest.of(name, known)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("; there are " + String.join(", ", known)));
      }
    });
  }

  private <T> Optional<T> parse(Value value, Format<T> format) {
    try {
      return Optional.of(format.parse(value.text()));
    } catch (IllegalArgumentException e) {
      reading.problem(value.place(), message(e));
      return Optional.empty();
    }
  }

  private static String message(IllegalArgumentException e) {
    return Printable.of(String.valueOf(e.getMessage()));
  }

  private Optional<Value> find(String member) {
    known.add(member);
    return variable(member)
        .or(() ->
            Optional.ofNullable(members.get(member))
                .flatMap(node ->
                    switch (node) {
                      case Node.Text(_, String text) -> Optional.of(new Value(text, line(member)));
                      case Node.Refused _ -> Optional.empty();
                      case Node.Nothing _ -> complain(member, "has no value");
                      case Node.Items _, Node.Members _ -> complain(member, "is a single value");
                    }));
  }

  private Optional<Value> complain(String member, String message) {
    reading.problem(line(member), message);
    return Optional.empty();
  }

  private Optional<Value> variable(String member) {
    Optional<Value> own = variable(path(member));
    Optional<Value> shared = shorthand.filter(member::equals).flatMap(_ -> variable(path));
    if (own.isPresent() && shared.isPresent()) {
      reading.problem(
          Variables.name(path(member)), "and " + Variables.name(path) + " are the same; set one");
    }
    return own.or(() -> shared);
  }

  private Optional<Value> variable(List<String> of) {
    return reading.variables().value(of).map(text -> new Value(text, Variables.name(of)));
  }

  private List<String> path(String member) {
    return Stream.concat(path.stream(), Stream.of(member)).toList();
  }
}
