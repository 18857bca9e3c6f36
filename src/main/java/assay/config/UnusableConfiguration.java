package assay.config;

import java.util.List;

/** A configuration that nothing starts with. */
public final class UnusableConfiguration extends Exception {
  private static final long serialVersionUID = 1;

  private final List<String> problems;

  UnusableConfiguration(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line each, such as {@code assay.yaml:12: public.port: …}; at least one, no secrets. */
  public List<String> problems() {
    return problems;
  }
}
