package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** openapi.yaml as it is served, and what it promises of an answer. */
public record OpenApi(JsonNode root) {
  public static final OpenApi SERVED = read();

  private static OpenApi read() {
    try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
      return new OpenApi(new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every operation, such as {@code GET /livez}. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    root.path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                  if (!method.equals("parameters")) {
                    operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                  }
                }));
    return operations;
  }

  /** Holds an answer to the responses of its operation; other paths and methods promise nothing. */
  void check(String method, String target, Got got) {
    String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    boolean head = method.equals("HEAD");
    Optional<JsonNode> operation = operation(head ? "GET" : method, path);
    if (operation.isEmpty()) {
      return;
    }
    String what = method + " " + path + " " + got.status();
    JsonNode response = resolved(operation.get().path("responses").path("" + got.status()));
    assertFalse(response.isMissingNode(), what + " is not in openapi.yaml");
    response
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            name -> assertTrue(got.header(name).isPresent(), what + " has no " + name));
    if (!response.has("content")) {
      assertEquals(0, got.body().length(), what + " has a body");
      return;
    }
    String type = got.type().replaceAll(";.*", "");
    JsonNode content = response.path("content").path(type);
    assertTrue(content.has("schema"), what + " has the type " + type);
    if (type.endsWith("json") && !head) {
      assertEquals(List.of(), errors(content.path("schema"), got.json(), "$"), what);
    }
  }

  private Optional<JsonNode> operation(String method, String path) {
    return root.path("paths").properties().stream()
        .filter(entry -> path.matches(entry.getKey().replaceAll("\\{[^}]*}", "[^/]+")))
        .map(entry -> entry.getValue().path(method.toLowerCase(Locale.ROOT)))
        .filter(operation -> !operation.isMissingNode())
        .findFirst();
  }

  /** Where an example stands and what is wrong with it, for all examples of the file. */
  List<String> wrongExamples() {
    List<String> wrong = new ArrayList<>();
    wrongExamples(root, "#", wrong);
    return wrong;
  }

  private void wrongExamples(JsonNode node, String path, List<String> wrong) {
    if (node.has("schema") && node.has("example")) {
      wrong.addAll(errors(node.path("schema"), node.path("example"), path));
    }
    if (node.has("schema") && node.has("examples")) {
      node.path("examples")
          .properties()
          .forEach(example ->
              wrong.addAll(
                  errors(
                      node.path("schema"),
                      example.getValue().path("value"),
                      path + example.getKey())));
    }
    node.properties()
        .forEach(child -> wrongExamples(child.getValue(), path + "/" + child.getKey(), wrong));
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? root.at(node.path("$ref").textValue().substring(1)) : node;
  }

  /** What the subset of JSON Schema that the file uses has against a value. */
  public List<String> errors(JsonNode written, JsonNode value, String at) {
    JsonNode schema = resolved(written);
    List<String> errors = new ArrayList<>();
    if (schema.has("oneOf")) {
      long fitting = 0;
      for (JsonNode option : schema.path("oneOf")) {
        fitting += errors(option, value, at).isEmpty() ? 1 : 0;
      }
      return fitting == 1 ? List.of() : List.of(at + " fits " + fitting + " of oneOf: " + value);
    }
    if (schema.has("const") && !schema.path("const").equals(value)) {
      errors.add(at + " is not " + schema.path("const"));
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      errors.add(at + " is none of " + schema.path("enum") + ": " + value);
    }
    switch (schema.path("type").asText("")) {
      case "object" -> object(schema, value, at, errors);
      case "array" -> array(schema, value, at, errors);
      case "string" -> string(schema, value, at, errors);
      case "integer" -> integer(schema, value, at, errors);
      case "boolean" -> expect(value.isBoolean(), at + " is no boolean", errors);
      default -> expect(schema.has("const"), at + " has a schema without a type", errors);
    }
    return errors;
  }

  private static boolean contains(JsonNode options, JsonNode value) {
    for (JsonNode option : options) {
      if (option.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private void object(JsonNode schema, JsonNode value, String at, List<String> errors) {
    expect(value.isObject(), at + " is no object", errors);
    schema
        .path("required")
        .forEach(name ->
            expect(value.has(name.textValue()), at + " has no " + name.textValue(), errors));
    value
        .properties()
        .forEach(member -> {
          JsonNode its = schema.path("properties").path(member.getKey());
          if (its.isMissingNode()) {
            errors.add(at + " has " + member.getKey() + ", which is not in the schema");
          } else {
            errors.addAll(errors(its, member.getValue(), at + "." + member.getKey()));
          }
        });
  }

  private void array(JsonNode schema, JsonNode value, String at, List<String> errors) {
    expect(value.isArray(), at + " is no array", errors);
    for (int i = 0; i < value.size(); i++) {
      errors.addAll(errors(schema.path("items"), value.get(i), at + "[" + i + "]"));
    }
  }

  private static void string(JsonNode schema, JsonNode value, String at, List<String> errors) {
    expect(value.isTextual(), at + " is no string", errors);
    String text = value.asText();
    expect(text.length() >= schema.path("minLength").asInt(0), at + " is too short", errors);
    expect(
        text.length() <= schema.path("maxLength").asInt(Integer.MAX_VALUE),
        at + " is too long",
        errors);
    expect(
        !schema.has("pattern")
            || java.util.regex.Pattern.compile(schema.path("pattern").textValue())
                .matcher(text)
                .find(),
        at + " does not match its pattern: " + text,
        errors);
  }

  private static void integer(JsonNode schema, JsonNode value, String at, List<String> errors) {
    expect(value.isIntegralNumber(), at + " is no integer", errors);
    expect(value.asLong() >= schema.path("minimum").asLong(Long.MIN_VALUE), at + " is low", errors);
    expect(
        value.asLong() <= schema.path("maximum").asLong(Long.MAX_VALUE), at + " is high", errors);
  }

  private static void expect(boolean holds, String error, List<String> errors) {
    if (!holds) {
      errors.add(error);
    }
  }
}
