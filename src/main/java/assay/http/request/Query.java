package assay.http.request;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a query: known ones, each at most once. */
public final class Query {
  private final Map<String, String> values = new HashMap<>();

  private Query() {}

  /** Reads a query. */
  public static Query read(String text, List<String> known) throws BadRequest {
    Query query = new Query();
    for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = PercentText.query(equals < 0 ? pair : pair.substring(0, equals));
      if (!known.contains(name)) {
        throw new BadRequest("unknown parameter " + name + " in the query; known are " + known);
      }
      String value = equals < 0 ? "" : PercentText.query(pair.substring(equals + 1));
      if (query.values.put(name, value) != null) {
        throw new BadRequest(name + " is in the query twice");
      }
    }
    return query;
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A whole number between two, or a default. */
  public int number(String name, int least, int most, int otherwise) throws BadRequest {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    boolean digits =
        !text.get().isEmpty()
            && text.get().length() <= 9
            && text.get().chars().allMatch(c -> c >= '0' && c <= '9');
    int number = digits ? Integer.parseInt(text.get()) : -1;
    if (number < least || number > most) {
      throw new BadRequest(name + " must be a whole number from " + least + " to " + most);
    }
    return number;
  }
}
