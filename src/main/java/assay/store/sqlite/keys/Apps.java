package assay.store.sqlite.keys;

import assay.store.Environment;
import assay.store.sqlite.sql.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The numbers that rows know apps by. A number never changes, so those seen are remembered. */
public final class Apps {
  private record Place(String app, Environment environment) {}

  private final Map<Place, Long> seen = new HashMap<>();
  private final Query find;

  public Apps(Connection connection) throws SQLException {
    find = new Query(connection, "SELECT number FROM apps WHERE name = ? AND environment = ?");
  }

  /** The app's number, where it ever had a key. */
  public Optional<Long> number(String app, Environment environment) throws SQLException {
    Place place = new Place(app, environment);
    Long known = seen.get(place);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Long> found = find.first(row -> row.number(1), app, environment.text());
    found.ifPresent(number -> seen.put(place, number));
    return found;
  }
}
