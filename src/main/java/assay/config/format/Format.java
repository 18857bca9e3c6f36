package assay.config.format;

/** How the text of a value is read. */
public interface Format<T> {
  /**
   * The value.
   *
   * @throws IllegalArgumentException with what is allowed, and what was found unless that may be a
   *     secret
   */
  T parse(String text);
}
