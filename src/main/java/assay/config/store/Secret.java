package assay.config.store;

/** A text that is never printed. */
public record Secret(String text) {
  @Override
  public String toString() {
    return "(secret)";
  }
}
