package assay.vectors;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The app of a case, as its file writes it.
 *
 * @param members in their order
 */
record Policy(Map<String, Object> members) {

  static Policy production() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("appId", Scene.APP_ID);
    members.put("environment", "production");
    members.put("platform", "ios");
    return new Policy(members);
  }

  static Policy development() {
    return production().with("environment", "development");
  }

  static Policy macos() {
    return production().with("platform", "macos");
  }

  Policy categories(Integer... allowed) {
    return with("validationCategories", allowed);
  }

  Policy launchInfoRequired() {
    return with("launchInfo", "required");
  }

  Policy minimumBundleVersion(String version) {
    return with("minimumBundleVersion", version);
  }

  Policy window(int size) {
    return with("counter", "window:" + size);
  }

  Policy with(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(members);
    changed.put(name, value);
    return new Policy(changed);
  }

  Map<String, Object> json() {
    return Collections.unmodifiableMap(members);
  }
}
