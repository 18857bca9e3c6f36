package assay.service;

import assay.core.Bytes;
import assay.service.keys.KeyCache;
import assay.service.keys.KeyFacts;
import assay.service.policy.ServedApp;
import assay.store.Store;
import assay.store.StoredKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Fills the cache of a server that has just started, so that its first hour is as fast as its
 * second. Reads one small page after the other, in the order of key ids: where not all keys fit,
 * those that do are as good as drawn at random.
 */
final class WarmStart {
  /**
   * Of keys; readers of the store wait a millisecond behind it. A row is small, but with a receipt
   * of some kilobytes behind each, SQLite reads a page of its file for every one of them.
   */
  private static final int PAGE = 20;

  private final Store store;
  private final KeyCache cache;
  private final Deque<ServedApp> apps;
  private final Promise<Long> done = Promise.promise();
  private long read;

  private WarmStart(Store store, KeyCache cache, Collection<ServedApp> apps) {
    this.store = store;
    this.cache = cache;
    this.apps = new ArrayDeque<>(apps);
  }

  /**
   * Completes with the number of keys read when all are, or the cache is full; fails with the
   * store.
   */
  static Future<Long> run(Store store, KeyCache cache, Collection<ServedApp> apps) {
    WarmStart start = new WarmStart(store, cache, apps);
    start.page(Optional.empty());
    return start.done.future();
  }

  private void page(Optional<Bytes> after) {
    ServedApp app = apps.peek();
    if (app == null || !cache.hasRoom()) {
      done.complete(read);
      return;
    }
    store
        .list(app.name(), app.environment(), Optional.empty(), after, PAGE)
        .onSuccess(this::take)
        .onFailure(done::fail);
  }

  private void take(List<StoredKey> keys) {
    for (StoredKey key : keys) {
      if (key.revoked().isEmpty()) {
        cache.put(key.facts().key(), KeyFacts.of(key));
      }
    }
    read += keys.size();
    if (keys.size() < PAGE) {
      apps.remove();
      page(Optional.empty());
    } else {
      page(Optional.of(keys.getLast().facts().key().keyId()));
    }
  }
}
