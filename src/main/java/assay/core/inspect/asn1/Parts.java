package assay.core.inspect.asn1;

import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Shows the parts of a constructed ASN.1 element in the order that its definition gives them. At
 * the first that does not fit it says what is missing, and shows the rest without meanings.
 */
public final class Parts {
  private final Asn1Item around;
  private final List<Node> nodes = new ArrayList<>();
  private int next;
  private boolean fits = true;

  public Parts(Asn1Item around) {
    this.around = around;
  }

  public static Predicate<Asn1Item> universal(int number) {
    return item -> item.is(number);
  }

  public static Predicate<Asn1Item> context(int number) {
    return item -> item.isContext(number);
  }

  public Parts optional(Predicate<Asn1Item> expected, Function<Asn1Item, Node> show) {
    if (fits && next < around.parts().size() && expected.test(around.parts().get(next))) {
      Asn1Item part = around.parts().get(next++);
      Node node = show.apply(part);
      boolean silent = part.hasProblem() && node.errors().isEmpty();
      nodes.add(silent ? node.plus(part.node().errors()) : node);
    }
    return this;
  }

  public Parts required(String name, Predicate<Asn1Item> expected, Function<Asn1Item, Node> show) {
    int before = next;
    optional(expected, show);
    if (fits && next == before) {
      fits = false;
      if (!around.lost()
          && (next == around.parts().size() || around.parts().get(next).isReadable())) {
        Region place =
            next < around.parts().size()
                ? around.parts().get(next).whole()
                : around.content().from(around.content().length());
        nodes.add(place.error(name + " should be here"));
      }
    }
    return this;
  }

  /** Every part that is left, by one rule. */
  public Parts each(Predicate<Asn1Item> expected, String name, Function<Asn1Item, Node> show) {
    while (fits && next < around.parts().size()) {
      required(name, expected, show);
    }
    return this;
  }

  /** All that was shown, and what is left over. */
  public List<Node> end() {
    boolean extra = fits;
    while (next < around.parts().size()) {
      Asn1Item part = around.parts().get(next++);
      if (!part.isReadable()) {
        nodes.addAll(part.problems());
      } else {
        nodes.add(part.node());
        if (extra) {
          nodes.add(part.whole().error("nothing more should be here"));
        }
      }
    }
    nodes.addAll(around.problems());
    return nodes;
  }
}
