package assay.http.limit;

/**
 * How many requests are taken.
 *
 * @param perSecond in the long run; above 0, up to a million
 * @param burst at once; 1 to a million
 */
public record Rate(double perSecond, int burst) {
  private static final int MOST = 1_000_000;

  public Rate {
    if (!(perSecond > 0 && perSecond <= MOST) || burst < 1 || burst > MOST) {
      throw new IllegalArgumentException(
          "a rate is above 0 a second with a burst of at least 1, and neither is above " + MOST);
    }
  }
}
