package assay.core.inspect.cbor;

import assay.core.inspect.node.Node;
import assay.core.inspect.node.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** What the trees of attestation and assertion share: maps of named members. */
public final class CborTree {
  private CborTree() {}

  /**
   * The members of a map in the order of the bytes, and what is wrong with the map.
   *
   * @param required the members that it cannot be without
   */
  public static List<Node> members(
      CborItem item, List<String> required, BiFunction<String, CborItem, Node> show) {
    List<Node> nodes = new ArrayList<>();
    CborItem map = item.untagged();
    for (CborItem.Member member : map.members()) {
      nodes.add(show.apply(member.key().text(), member.value()));
    }
    map.unpaired().ifPresent(name -> nodes.addAll(name.node("", "").children()));
    nodes.addAll(item.problems());
    if (item.is(CborItem.Type.TAG)) {
      nodes.addAll(map.problems());
    }
    nodes.addAll(map.unless(CborItem.Type.MAP));
    for (String name : map.is(CborItem.Type.MAP) && !map.lost() ? required : List.<String>of()) {
      if (map.member(name).isEmpty()) {
        nodes.add(map.whole().errorAtEnd("no member " + name));
      }
    }
    return nodes;
  }

  /** A byte string that holds an object; its node covers the string's content. */
  public static Node octets(String name, CborItem value, BiFunction<String, Region, Node> show) {
    if (!value.is(CborItem.Type.BYTES) || !value.parts().isEmpty()) {
      return typed(value, CborItem.Type.BYTES, value.node(name, ""));
    }
    Node node = show.apply(name, value.content());
    return value.lost() ? node.withoutErrors().plus(value.problems()) : node;
  }

  /** An error beside the value where it is of another type. */
  public static Node typed(CborItem value, CborItem.Type expected, Node node) {
    return node.plus(value.unless(expected));
  }

  /** What is wrong behind the only item. */
  public static List<Node> behind(Region input, CborItem item) {
    Region behind = input.from(item.whole().length());
    return item.lost() || behind.isEmpty()
        ? List.of()
        : List.of(behind.error(behind.size() + " after the object"));
  }
}
