package assay.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One case in the making. */
final class VectorCase {
  private final String id;
  private final List<String> flags = new ArrayList<>();
  private final String comment;
  private String trust = Scene.ATTESTATION_ROOT;
  private String receiptTrust = Scene.RECEIPT_ROOT;
  private Policy policy = Policy.production();
  private final List<Map<String, Object>> events = new ArrayList<>();

  VectorCase(String id, String flag, String comment) {
    this.id = id;
    this.flags.add(flag);
    this.comment = comment;
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

  VectorCase then(Event event) {
    events.add(event.json());
    return this;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("comment", comment);
    json.put("flags", flags);
    json.put("trust", trust);
    json.put("receiptTrust", receiptTrust);
    json.put("app", policy.json());
    json.put("events", events);
    return json;
  }
}
