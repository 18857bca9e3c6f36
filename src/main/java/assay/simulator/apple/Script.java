package assay.simulator.apple;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Which of the next requests fail, and how. Each request takes the first fault that is meant for
 * its route. Thread-safe.
 */
public final class Script {
  private static final class Line {
    private final Optional<Route> route;
    private final Fault fault;
    private final boolean forever;
    private int left;

    Line(Optional<Route> route, Fault fault, boolean forever, int left) {
      this.route = route;
      this.fault = fault;
      this.forever = forever;
      this.left = left;
    }
  }

  private final List<Line> lines = new ArrayList<>();

  /** The next so many requests of any route. */
  public void next(int times, Fault fault) {
    add(new Line(Optional.empty(), fault, false, times));
  }

  /** The next so many requests of a route. */
  public void next(int times, Route route, Fault fault) {
    add(new Line(Optional.of(route), fault, false, times));
  }

  /** All requests that follow, until {@link #clear}. */
  public void always(Fault fault) {
    add(new Line(Optional.empty(), fault, true, 0));
  }

  private synchronized void add(Line line) {
    lines.add(line);
  }

  /** From now on nothing fails. */
  public synchronized void clear() {
    lines.clear();
  }

  synchronized Optional<Fault> take(Route route) {
    for (Iterator<Line> rest = lines.iterator(); rest.hasNext(); ) {
      Line line = rest.next();
      if (line.route.isEmpty() || line.route.get() == route) {
        if (!line.forever && --line.left <= 0) {
          rest.remove();
        }
        return Optional.of(line.fault);
      }
    }
    return Optional.empty();
  }
}
