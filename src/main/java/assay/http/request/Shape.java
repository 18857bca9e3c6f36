package assay.http.request;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which members an object may have, and of which type; all others are refused. */
public final class Shape {
  /** What a member holds. */
  sealed interface Type {
    record Text() implements Type {}

    record Flag() implements Type {}

    record Whole() implements Type {}

    record Of(Shape shape) implements Type {}
  }

  private final Map<String, Type> members = new LinkedHashMap<>();

  private Shape() {}

  /** Members that are text, base64 included. */
  public static Shape of(String... texts) {
    Shape shape = new Shape();
    for (String name : texts) {
      shape.members.put(name, new Type.Text());
    }
    return shape;
  }

  /** And one that is true or false. */
  public Shape flag(String name) {
    members.put(name, new Type.Flag());
    return this;
  }

  /** And one that is a whole number of at most 18 digits. */
  public Shape number(String name) {
    members.put(name, new Type.Whole());
    return this;
  }

  /** And one that is an object itself. */
  public Shape object(String name, Shape shape) {
    members.put(name, new Type.Of(shape));
    return this;
  }

  Map<String, Type> members() {
    return members;
  }

  Set<String> names() {
    return members.keySet();
  }
}
