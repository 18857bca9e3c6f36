package assay.config.yaml;

import assay.core.Printable;

/**
 * A value in effect.
 *
 * @param path such as {@code apps.shop.policy.counter}
 * @param value as it was written; never a secret
 * @param origin the line, the variable, or {@code default}
 */
record Setting(String path, String value, String origin) {
  @Override
  public String toString() {
    return path + ": " + Printable.of(value) + "  # " + origin;
  }
}
