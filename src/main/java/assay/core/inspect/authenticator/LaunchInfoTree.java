package assay.core.inspect.authenticator;

import assay.core.Malformed;
import assay.core.authenticator.LaunchInfo;
import assay.core.inspect.cbor.CborItem;
import assay.core.inspect.node.Node;
import java.util.ArrayList;
import java.util.List;

/** The extensions of authenticator data (protocol.md 1.4): how the app was launched. */
final class LaunchInfoTree {
  private LaunchInfoTree() {}

  static Node of(CborItem map) {
    List<Node> children = new ArrayList<>();
    map.members().forEach(member -> children.add(extension(member)));
    map.unpaired().ifPresent(cut -> children.addAll(cut.node("", "").children()));
    if (!map.is(CborItem.Type.MAP)) {
      children.addAll(map.unless(CborItem.Type.MAP));
    }
    children.addAll(map.problems());
    return map.whole()
        .node("extensions", "", "how the app was launched; version 27 and later", children);
  }

  private static Node extension(CborItem.Member member) {
    String name = member.key().text();
    CborItem value = member.value();
    return switch (name) {
      case LaunchInfo.CATEGORY, LaunchInfo.CATEGORY_IN_PROSE -> category(name, value);
      case LaunchInfo.BUNDLE_VERSION, LaunchInfo.BUNDLE_VERSION_IN_PROSE ->
          value
              .node(name, "CFBundleVersion of the running build")
              .plus(value.unless(CborItem.Type.TEXT));
      case LaunchInfo.CD_HASH ->
          value.node(name, "code directory hash of the running executable; undocumented");
      case "apple_cd_hash_type_01" ->
          value.node(name, "how that hash was made: 02 is SHA-256; undocumented");
      default -> value.node(name, "not known, and ignored");
    };
  }

  private static Node category(String name, CborItem value) {
    try {
      return value.node(name, LaunchInfo.describe(LaunchInfo.category(name, value.value())));
    } catch (Malformed e) {
      Node node = value.node(name, "");
      return value.lost() ? node : node.plus(List.of(value.whole().error(e.getMessage())));
    }
  }
}
