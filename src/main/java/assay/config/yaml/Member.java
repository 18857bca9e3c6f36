package assay.config.yaml;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A member of a section, there or not: what a variable gives, else the file.
 *
 * @param path with the member's name at the end
 * @param node in the file
 * @param section where the section is, for what is missing in it
 * @param shorthand whether the section's variable stands for this member as well
 */
record Member(
    Reading reading, List<String> path, Optional<Node> node, Place section, boolean shorthand) {

  /** Such as {@code apps.shop.environment}. */
  String name() {
    return String.join(".", path);
  }

  boolean isThere() {
    return node.isPresent() || variable().isPresent();
  }

  /** Where its value comes from. */
  Place place() {
    return variable().map(Value::place).orElseGet(this::line);
  }

  /** Where it is in the file, or would be. */
  Place line() {
    if (node.isEmpty() && section instanceof Place.Line(String file, int line, _)) {
      return new Place.Line(file, line, name());
    }
    return new Place.Line(reading.file(), node.map(Node::line).orElse(0), name());
  }

  /** A single value; nothing, and a problem, where it is something else. */
  Optional<Value> single() {
    return variable().or(() -> node.flatMap(this::single));
  }

  private Optional<Value> single(Node node) {
    return switch (node) {
      case Node.Text(_, String text) -> Optional.of(new Value(text, line()));
      case Node.Refused _ -> Optional.empty();
      case Node.Nothing _ -> complain("has no value");
      case Node.Items _, Node.Members _ -> complain("is a single value");
    };
  }

  /** A list; nothing, and a problem, where it is something else, or an item is. */
  Optional<List<Value>> list() {
    Optional<String> variable = reading.variables().value(path);
    return variable.isPresent()
        ? variable.map(text -> Value.split(text, Variables.name(path)))
        : node.flatMap(this::list);
  }

  private Optional<List<Value>> list(Node node) {
    return switch (node) {
      case Node.Items(_, List<Node> items) ->
          Optional.of(items.stream().flatMap(this::item).toList())
              .filter(found -> found.size() == items.size());
      case Node.Refused _ -> Optional.empty();
      case Node.Text _, Node.Members _, Node.Nothing _ ->
          complain("is a list, such as [ one, two ]");
    };
  }

  private Stream<Value> item(Node item) {
    Place where = new Place.Line(reading.file(), item.line(), name());
    return switch (item) {
      case Node.Text(_, String text) -> Stream.of(new Value(text, where));
      case Node.Refused _ -> Stream.empty();
      case Node.Items _, Node.Members _, Node.Nothing _ -> {
        reading.problem(where, "is a list of single values");
        yield Stream.empty();
      }
    };
  }

  /** A value that only a variable may give. */
  Optional<String> secret() {
    if (node.isPresent()) {
      complain("a secret does not stand in the file: set " + Variables.name(path) + " instead");
    }
    return reading.variables().value(path);
  }

  private <T> Optional<T> complain(String message) {
    reading.problem(line(), message);
    return Optional.empty();
  }

  private Optional<Value> variable() {
    Optional<Value> own = variable(path);
    List<String> above = path.subList(0, path.size() - 1);
    Optional<Value> shared = shorthand ? variable(above) : Optional.empty();
    if (own.isPresent() && shared.isPresent()) {
      reading.problem(
          Variables.name(path), "and " + Variables.name(above) + " are the same; set one");
    }
    return own.or(() -> shared);
  }

  private Optional<Value> variable(List<String> of) {
    return reading.variables().value(of).map(text -> new Value(text, Variables.name(of)));
  }
}
