package assay.store.postgres.connection;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A store's connections, each on a context of its own: as many as there are lanes for counters, and
 * one each for registrations, for reads and single changes, and for what may take long.
 */
public final class Links {
  private static final int BESIDE_THE_LANES = 3;

  private final List<Link> all;
  private final int lanes;

  /** Connects to nothing yet; there must be {@link #count} contexts. */
  public Links(Vertx vertx, Connector connector, Loops loops) {
    this.lanes = connector.settings().lanes();
    this.all =
        IntStream.range(0, count(connector.settings()))
            .mapToObj(number -> new Link(vertx, loops.context(number), connector))
            .toList();
  }

  /** How many connections these settings make. */
  public static int count(PostgresSettings settings) {
    return settings.lanes() + BESIDE_THE_LANES;
  }

  /** For counters. */
  public List<Link> advancing() {
    return all.subList(0, lanes);
  }

  /** For registrations. */
  public Link registering() {
    return all.get(lanes);
  }

  /** For reads and single changes. */
  public Link direct() {
    return all.get(lanes + 1);
  }

  /** For what may take long. */
  public Link slow() {
    return all.get(lanes + 2);
  }

  /** Closes each as {@link Link#close} does. */
  public Future<Void> close() {
    return Future.join(all.stream().map(Link::close).toList()).mapEmpty();
  }
}
