package assay.core.diagnosis.clientdata;

import assay.core.Bytes;

/**
 * What one search may cost, about 2 ms at most ({@code make bench-diagnosis} measures it): refused
 * evidence can be sent by anybody. Where it is used up, the search ends without an answer. Not to
 * be shared between threads.
 */
public final class Budget {
  public static final int MOST_HASHES = 200;
  public static final int MOST_CHECKS = 21;

  /** Of all that is hashed, and of all that is written to be hashed. */
  public static final int MOST_BYTES = 256 * 1024;

  /** Writing and hashing so many takes as long as a signature check. */
  private static final int BYTES_A_CHECK = 32 * 1024;

  private int hashes;
  private int checks;
  private long bytes;

  /** SHA-256 of the parts, counted. */
  public Bytes sha256(Bytes... parts) {
    count(parts);
    return Bytes.sha256(parts);
  }

  /** Counts a hash that is computed elsewhere. */
  void count(Bytes... parts) {
    hashes++;
    for (Bytes part : parts) {
      bytes += part.length();
    }
  }

  /** Counts bytes that are written to be hashed, perhaps. */
  void write(int length) {
    bytes += length;
  }

  /** Counts a signature check, or work that takes as long. */
  public void check() {
    checks++;
  }

  /** Whether so many hashes are left, and bytes to feed them with. */
  public boolean allowsHashes(int more) {
    return hashes + more <= MOST_HASHES && allowsBytes();
  }

  boolean allowsBytes() {
    return bytes < MOST_BYTES;
  }

  public boolean allowsChecks(int more) {
    return checks + more + bytes / BYTES_A_CHECK <= MOST_CHECKS;
  }

  public int hashes() {
    return hashes;
  }

  public int checks() {
    return checks;
  }

  public long bytes() {
    return bytes;
  }
}
