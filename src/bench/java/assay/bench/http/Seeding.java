package assay.bench.http;

import assay.core.Bytes;
import assay.device.KeySet;
import assay.process.ServedApps;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.Registration;
import assay.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Registers keys without the attestations that no device made for them. */
final class Seeding {
  private static final Duration NEVER_SWEPT = Duration.ofDays(365);
  private static final int AT_ONCE = 2_048;

  private final Store store;
  private final String app;
  private final Semaphore waiting = new Semaphore(AT_ONCE);
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private Seeding(Store store, String app) {
    this.store = store;
    this.app = app;
  }

  /** Registers all keys of a set under an app; they bring no receipts. */
  static void register(Store store, String app, KeySet keys, Instant now) throws IOException {
    new Seeding(store, app).register(keys, now);
  }

  private void register(KeySet keys, Instant now) throws IOException {
    Instant expiry = now.plus(NEVER_SWEPT);
    for (int i = 0; i < keys.size(); i++) {
      waiting.acquireUninterruptibly();
      byte[] id = ByteBuffer.allocate(16).putInt(app.hashCode()).putInt(i).array();
      store
          .register(newKey(keys, i), new OpenChallenge(Bytes.of(id), expiry), now)
          .onComplete(done -> {
            if (!(done.result() instanceof Registration.Added)) {
              failures.add(
                  done.failed()
                      ? done.cause()
                      : new IllegalStateException("not added: " + done.result()));
            }
            waiting.release();
          });
    }
    waiting.acquireUninterruptibly(AT_ONCE);
    Throwable failed = failures.peek();
    if (failed != null) {
      throw new IOException("a key cannot be registered: " + failed.getMessage(), failed);
    }
  }

  private NewKey newKey(KeySet keys, int index) {
    return new NewKey(
        new AppKey(app, Environment.TEST, keys.keyId(index)),
        keys.point(index),
        ServedApps.APP_ID,
        Optional.of("user-" + index),
        Optional.empty(),
        Optional.empty(),
        Optional.of("26.3"),
        Optional.of("23D127"),
        Optional.empty());
  }
}
