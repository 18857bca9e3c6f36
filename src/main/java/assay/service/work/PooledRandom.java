package assay.service.work;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A strong source of randomness for many who each want little: every thread takes a kilobyte at a
 * time, as each time costs a lock that all threads share. A byte is given out once, and forgotten.
 */
public final class PooledRandom implements RandomGenerator {
  static final int POOL = 1024;

  private final SecureRandom source;
  private final ThreadLocal<Pool> pools = ThreadLocal.withInitial(Pool::new);

  /** Of what this source gives. */
  public PooledRandom(SecureRandom source) {
    this.source = source;
  }

  @Override
  public void nextBytes(byte[] bytes) {
    if (bytes.length > POOL) {
      source.nextBytes(bytes);
      return;
    }
    pools.get().take(bytes);
  }

  @Override
  public long nextLong() {
    byte[] bytes = new byte[Long.BYTES];
    nextBytes(bytes);
    return ByteBuffer.wrap(bytes).getLong();
  }

  /** What one thread was given and has not used. */
  private final class Pool {
    private final byte[] waiting = new byte[POOL];
    private int used = POOL;

    void take(byte[] bytes) {
      if (POOL - used < bytes.length) {
        source.nextBytes(waiting);
        used = 0;
      }
      int end = used + bytes.length;
      System.arraycopy(waiting, used, bytes, 0, bytes.length);
      Arrays.fill(waiting, used, end, (byte) 0);
      used = end;
    }
  }
}
