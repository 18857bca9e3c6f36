package assay.service.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.store.AppKey;
import assay.store.Environment;
import java.lang.foreign.Arena;
import java.lang.foreign.SegmentAllocator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever comes and goes, a key is answered by its own facts or not at all. */
final class KeyCacheTest {
  private static final Instant REGISTERED = Instant.parse("2026-03-01T10:20:30.456789Z");
  private static final int TWO_CHUNKS = 1 << 16;

  private final KeyCache cache = new KeyCache(1 << 20);

  @Test
  void whatWasPutIsAnsweredWhole() {
    KeyFacts facts = facts(1, Optional.of("Grüße 🙂"), Optional.of("27.0"));
    cache.put(key("app", facts), facts);
    assertEquals(Optional.of(facts), cache.get(key("app", facts)));
  }

  @Test
  void noSubjectIsNotAnEmptyOne() {
    KeyFacts none = facts(1, Optional.empty(), Optional.empty());
    KeyFacts empty = facts(2, Optional.of(""), Optional.empty());
    cache.put(key("app", none), none);
    cache.put(key("app", empty), empty);
    assertEquals(Optional.of(none), cache.get(key("app", none)));
    assertEquals(Optional.of(empty), cache.get(key("app", empty)));
  }

  @Test
  void aKeyBelongsToItsAppAndEnvironment() {
    KeyFacts facts = facts(1, Optional.of("Ada"), Optional.empty());
    KeyFacts other = facts(1, Optional.of("Eve"), Optional.empty());
    cache.put(key("one", facts), facts);
    cache.put(key("two", other), other);
    assertEquals(Optional.of(facts), cache.get(key("one", facts)));
    assertEquals(Optional.of(other), cache.get(key("two", facts)));
    assertEquals(Optional.empty(), cache.get(key("three", facts)));
    assertEquals(
        Optional.empty(), cache.get(new AppKey("one", Environment.PRODUCTION, facts.keyId())));
  }

  @Test
  void aForgottenKeyMayComeBack() {
    KeyFacts facts = facts(1, Optional.of("Ada"), Optional.empty());
    KeyFacts again = facts(1, Optional.of("Eve"), Optional.empty());
    cache.put(key("app", facts), facts);
    cache.remove(key("app", facts));
    assertEquals(Optional.empty(), cache.get(key("app", facts)));
    cache.put(key("app", again), again);
    assertEquals(Optional.of(again), cache.get(key("app", again)));
  }

  @Test
  void nothingIsKeptThatIsNotOfItsKeyId() {
    KeyFacts facts = facts(1, Optional.empty(), Optional.empty());
    AppKey other = key("app", facts(2, Optional.empty(), Optional.empty()));
    cache.put(other, facts);
    assertEquals(Optional.empty(), cache.get(other));
    assertEquals(Optional.empty(), cache.get(key("app", facts)));
  }

  @Test
  void whatDoesNotFitIsLeftToTheStore() {
    KeyFacts longest = facts(1, Optional.of("s".repeat(4096)), Optional.empty());
    KeyFacts longer = facts(2, Optional.of("s".repeat(4097)), Optional.empty());
    KeyFacts finer =
        new KeyFacts(
            longest.keyId(),
            longest.publicKey(),
            "app",
            Optional.empty(),
            REGISTERED.plusNanos(1),
            Optional.empty());
    cache.put(key("finer", finer), finer);
    cache.put(key("app", longest), longest);
    cache.put(key("app", longer), longer);
    assertEquals(Optional.empty(), cache.get(key("finer", finer)));
    assertEquals(Optional.of(longest), cache.get(key("app", longest)));
    assertEquals(Optional.empty(), cache.get(key("app", longer)));
  }

  @Test
  void theOldestGoFirstAndWhatIsAskedForStays() {
    KeyCache small = new KeyCache(TWO_CHUNKS);
    List<KeyFacts> all =
        IntStream.range(0, 3_000)
            .mapToObj(i -> facts(i, Optional.of("user-" + i), Optional.empty()))
            .toList();
    KeyFacts busy = all.getFirst();
    for (KeyFacts facts : all) {
      small.put(key("app", facts), facts);
      assertEquals(Optional.of(busy), small.get(key("app", busy)));
    }
    assertFalse(small.hasRoom());
    assertEquals(Optional.empty(), small.get(key("app", all.get(1))));
    assertEquals(Optional.of(all.getLast()), small.get(key("app", all.getLast())));
    long kept = all.stream().filter(it -> small.get(key("app", it)).isPresent()).count();
    assertTrue(kept > 300 && kept <= TWO_CHUNKS / 93, kept + " of two chunks");
  }

  @Test
  void aCacheWhoseEveryKeyIsAskedForStillTakesNewOnes() {
    KeyCache small = new KeyCache(TWO_CHUNKS);
    for (int i = 0; i < 5_000; i++) {
      KeyFacts facts = facts(i, Optional.empty(), Optional.empty());
      small.put(key("app", facts), facts);
      assertEquals(Optional.of(facts), small.get(key("app", facts)));
    }
  }

  @Test
  void aCacheThatIsGivenLessMemoryThanItMayTakeIsFullThen() {
    for (int chunks = 0; chunks < 3; chunks++) {
      KeyCache scarce = new KeyCache(1 << 20, scarce(chunks));
      int kept = 0;
      for (int i = 0; i < 2_000; i++) {
        KeyFacts facts = facts(i, Optional.empty(), Optional.empty());
        scarce.put(key("app", facts), facts);
        kept += scarce.get(key("app", facts)).equals(Optional.of(facts)) ? 1 : 0;
      }
      assertEquals(chunks == 0 ? 0 : 2_000, kept, chunks + " chunks");
      assertFalse(scarce.hasRoom());
    }
  }

  /** What a machine is that was told to give no more beside the heap. */
  private static SegmentAllocator scarce(int chunks) {
    AtomicInteger left = new AtomicInteger(chunks);
    return (bytes, alignment) -> {
      if (left.getAndDecrement() == 0) {
        throw new OutOfMemoryError("Cannot reserve " + bytes + " bytes of direct buffer memory");
      }
      assertTrue(left.get() >= 0, "asked again, which takes half a second each time");
      return Arena.ofAuto().allocate(bytes, alignment);
    };
  }

  @Test
  void aMillionKeysFitBesideAHeapOf256MiB() {
    KeyCache large = new KeyCache((256 << 20) / 2);
    Random random = new Random(5);
    List<KeyFacts> some = new ArrayList<>();
    for (int i = 0; i < 1_000_000; i++) {
      KeyFacts facts = facts(random, Optional.of("user-" + i), Optional.of("26.3"));
      large.put(key("app", facts), facts);
      if (i % 1_000 == 0) {
        some.add(facts);
      }
    }
    for (KeyFacts facts : some) {
      assertEquals(Optional.of(facts), large.get(key("app", facts)));
    }
  }

  @Test
  void aKeyIsAnsweredByItsOwnFactsOrNotAtAll() {
    Map<AppKey, KeyFacts> put = new HashMap<>();
    Random random = new Random(7);
    KeyCache small = new KeyCache(3 * TWO_CHUNKS / 2);
    int found = 0;
    for (int step = 0; step < 60_000; step++) {
      KeyFacts facts =
          facts(random.nextInt(2_000), subject(random.nextInt(9)), Optional.of("26." + step % 5));
      AppKey key = key("app" + random.nextInt(3), facts);
      switch (random.nextInt(4)) {
        case 0 -> {
          if (put.putIfAbsent(key, facts) == null) {
            small.remove(key);
          }
          small.put(key, put.get(key));
        }
        case 1 -> {
          small.remove(key);
          put.remove(key);
        }
        default -> {
          Optional<KeyFacts> answer = small.get(key);
          found += answer.isPresent() ? 1 : 0;
          answer.ifPresent(it -> assertEquals(put.get(key), it));
        }
      }
    }
    assertTrue(found > 1_000, found + " were found");
  }

  @Test
  void threadsDoNotMixKeysUp() throws InterruptedException, ExecutionException {
    KeyCache small = new KeyCache(TWO_CHUNKS);
    List<KeyFacts> all =
        IntStream.range(0, 2_000)
            .mapToObj(i -> facts(i, Optional.of("user-" + i), Optional.empty()))
            .toList();
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        Random random = new Random(thread);
        running.add(
            threads.submit(() -> {
              for (int i = 0; i < 20_000; i++) {
                KeyFacts facts = all.get(random.nextInt(all.size()));
                small
                    .get(key("app", facts))
                    .ifPresentOrElse(
                        found -> assertEquals(facts, found),
                        () -> small.put(key("app", facts), facts));
              }
            }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
  }

  private static Optional<String> subject(int length) {
    return length == 0 ? Optional.empty() : Optional.of("s".repeat(length * length));
  }

  private static AppKey key(String app, KeyFacts facts) {
    return new AppKey(app, Environment.TEST, facts.keyId());
  }

  private static KeyFacts facts(int number, Optional<String> subject, Optional<String> os) {
    return facts(new Random(number), subject, os);
  }

  private static KeyFacts facts(Random random, Optional<String> subject, Optional<String> os) {
    byte[] point = new byte[65];
    random.nextBytes(point);
    point[0] = 4;
    Bytes publicKey = Bytes.of(point);
    return new KeyFacts(
        Bytes.sha256(publicKey), publicKey, "TEAM.com.example", subject, REGISTERED, os);
  }
}
