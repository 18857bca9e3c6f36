package assay.service.keys;

import assay.core.Bytes;
import assay.store.AppKey;
import assay.store.Environment;
import java.lang.foreign.Arena;
import java.lang.foreign.SegmentAllocator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Facts of registered keys, in so little memory that a million of them stay: about 100 bytes a key
 * and its subject, outside the heap, where no collector looks at them. A miss costs a read of the
 * store; so does a wrong guess of what to keep, and nothing else.
 *
 * <p>Entries are appended to a {@link Ring} of chunks and found by chains that begin in a table.
 * When every chunk is full, the oldest is cleared: entries that were asked for since they were
 * written go on, as far as they fill half a chunk, and the others are forgotten (CLOCK, by chunks
 * instead of pages).
 *
 * <p>A key id is the SHA-256 of its key (Apple's step 5). So it is not kept, and whoever reads an
 * entry proves with one hash that it is the right one, whatever happened to the memory.
 *
 * <p>For any thread. Everything short is done under one lock, the hashing outside.
 */
public final class KeyCache {
  private static final int LEAST_BYTES_AN_ENTRY = 96;
  private static final long MOST_BESIDE_HEAP = 512L << 20;

  private final Names<AppOfKeys> apps = new Names<>();
  private final Names<String> texts = new Names<>();
  private final Ring ring;

  /** The apps of one name differ by environment. */
  private record AppOfKeys(String name, Environment environment) {}

  /**
   * An empty cache.
   *
   * @param mostBytes what entries may take; it is taken as keys come. Where the machine gives less,
   *     the cache is full with that. The table takes up to a 24th of it beside them
   */
  public KeyCache(long mostBytes) {
    this(mostBytes, Arena.ofAuto());
  }

  KeyCache(long mostBytes, SegmentAllocator memory) {
    this.ring = new Ring(mostBytes, LEAST_BYTES_AN_ENTRY, memory);
  }

  /**
   * Takes up to half as much memory as the heap may, which for 256 MiB is a million keys; of a
   * large heap no more than five million keys take, as the table is there from the first one on.
   */
  public static KeyCache besideHeap() {
    return new KeyCache(Math.min(MOST_BESIDE_HEAP, Runtime.getRuntime().maxMemory() / 2));
  }

  /** What is remembered of a key. */
  public Optional<KeyFacts> get(AppKey key) {
    Optional<KeyFacts> facts;
    synchronized (this) {
      facts =
          apps.find(app(key))
              .flatMap(app -> ring.find(tag(key.keyId()), app))
              .map(entry -> facts(key.keyId(), entry));
    }
    return facts.filter(found -> isOf(key, found.publicKey()));
  }

  /**
   * Remembers what the store said of a key. Facts that do not fit an entry are left to the store:
   * none that verified evidence brings.
   */
  public void put(AppKey key, KeyFacts facts) {
    if (isOf(key, facts.publicKey())) {
      synchronized (this) {
        entry(key, facts).ifPresent(ring::add);
      }
    }
  }

  /** Forgets a key. */
  public synchronized void remove(AppKey key) {
    apps.find(app(key)).ifPresent(app -> ring.remove(tag(key.keyId()), app));
  }

  /** Whether more can be remembered without forgetting something. */
  public synchronized boolean hasRoom() {
    return ring.hasRoom();
  }

  private static boolean isOf(AppKey key, Bytes publicKey) {
    return Bytes.sha256(publicKey).equals(key.keyId());
  }

  private static AppOfKeys app(AppKey key) {
    return new AppOfKeys(key.app(), key.environment());
  }

  /** As good as random: a key id is a hash. */
  private static long tag(Bytes keyId) {
    return keyId.length() == 32 ? keyId.unsigned(0, 4) << 32 | keyId.unsigned(4, 8) : 0;
  }

  private Optional<Entry> entry(AppKey key, KeyFacts facts) {
    Instant registered = facts.registeredAt();
    if (!registered.equals(registered.truncatedTo(ChronoUnit.MICROS))) {
      return Optional.empty(); // no store keeps less than microseconds
    }
    return apps.number(app(key))
        .flatMap(app ->
            texts
                .number(facts.appId())
                .flatMap(appId ->
                    texts
                        .number(facts.osVersion().orElse(""))
                        .map(os ->
                            new Entry(
                                tag(key.keyId()),
                                app,
                                appId,
                                os,
                                ChronoUnit.MICROS.between(Instant.EPOCH, registered),
                                facts.publicKey(),
                                facts.subject().map(Bytes::utf8)))))
        .filter(Entry::fits);
  }

  private KeyFacts facts(Bytes keyId, Entry entry) {
    return new KeyFacts(
        keyId,
        entry.publicKey(),
        texts.of(entry.appId()),
        entry.subject().map(Bytes::text),
        Instant.EPOCH.plus(entry.registeredAt(), ChronoUnit.MICROS),
        Optional.of(texts.of(entry.osVersion())).filter(version -> !version.isEmpty()));
  }
}
