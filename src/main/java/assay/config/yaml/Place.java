package assay.config.yaml;

import assay.core.Printable;

/** Where a value comes from, as messages begin. */
sealed interface Place {
  /**
   * A line of the file.
   *
   * @param line from 1; 0 where the part is not in the file
   * @param path such as {@code apps.shop.policy}; empty for the file as a whole
   */
  record Line(String file, int line, String path) implements Place {
    @Override
    public String toString() {
      return origin() + (path.isEmpty() ? "" : ": " + Printable.of(path));
    }

    @Override
    public String origin() {
      return line == 0 ? file : file + ":" + line;
    }
  }

  /** An environment variable. */
  record Variable(String name) implements Place {
    @Override
    public String toString() {
      return name;
    }

    @Override
    public String origin() {
      return name;
    }
  }

  /** Nobody said anything. */
  record Default(String path) implements Place {
    @Override
    public String toString() {
      return path;
    }

    @Override
    public String origin() {
      return "default";
    }
  }

  /** Without the path. */
  String origin();
}
