package assay.vectors;

import assay.core.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One case in the making. */
final class VectorCase {
  private final String id;
  private final List<String> flags = new ArrayList<>();
  private final String comment;
  private String trust = Scene.ATTESTATION_ROOT;
  private String receiptTrust = Scene.RECEIPT_ROOT;
  private Policy policy = Policy.production();
  private final Map<String, Object> context = new LinkedHashMap<>();
  private final List<Map<String, Object>> events = new ArrayList<>();

  VectorCase(String id, String flag, String comment) {
    this.id = id;
    this.flags.add(flag);
    this.comment = comment;
  }

  String id() {
    return id;
  }

  VectorCase also(VectorGroup.Flag flag) {
    flags.add(flag.name());
    return this;
  }

  VectorCase under(Policy other) {
    policy = other;
    return this;
  }

  /** Replaces the roots: {@code apple} or a path. */
  VectorCase trusting(String attestations, String receipts) {
    trust = attestations;
    receiptTrust = receipts;
    return this;
  }

  /** Adds to what else a server would know, under a name of the format. */
  VectorCase knowing(String name, Map<String, Object> element) {
    context.merge(name, List.of(new TreeMap<>(element)), VectorCase::joined);
    return this;
  }

  /** Names a registered key as one of the same user. */
  VectorCase knowingKeyOfUser(Bytes keyId) {
    context.merge("keysOfUser", List.of(keyId.base64()), VectorCase::joined);
    return this;
  }

  private static Object joined(Object some, Object more) {
    List<Object> all = new ArrayList<>((List<?>) some);
    all.addAll((List<?>) more);
    return all;
  }

  VectorCase then(Event event) {
    events.add(event.json());
    return this;
  }

  /**
   * The case as JSON.
   *
   * @param up the path from the file's folder to that of the roots, such as {@code ../}
   */
  Map<String, Object> json(String up) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("comment", comment);
    json.put("flags", flags);
    json.put("trust", from(up, trust));
    json.put("receiptTrust", from(up, receiptTrust));
    json.put("app", policy.json());
    if (!context.isEmpty()) {
      json.put("context", context);
    }
    json.put("events", events);
    return json;
  }

  private static String from(String up, String roots) {
    return roots.equals(Scene.APPLE_ROOT) ? roots : up + roots;
  }
}
