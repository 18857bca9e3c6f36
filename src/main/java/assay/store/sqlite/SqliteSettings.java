package assay.store.sqlite;

/**
 * How much an embedded store takes on.
 *
 * @param mostWaiting how many decisions may wait; one more is refused at once
 * @param mostTogether how many decisions are committed as one group
 * @param mostPages how large the file may grow, in pages of 4096 bytes; 0 for as far as the disk
 *     goes
 */
public record SqliteSettings(int mostWaiting, int mostTogether, long mostPages) {
  /** 4096 decisions wait, 256 are committed together, the file grows as far as the disk goes. */
  public static final SqliteSettings DEFAULT = new SqliteSettings(4096, 256, 0);

  public SqliteSettings {
    if (mostWaiting < 1 || mostTogether < 1 || mostPages < 0) {
      throw new IllegalArgumentException(
          "a store needs room for a decision to wait, and for one in a group");
    }
  }
}
