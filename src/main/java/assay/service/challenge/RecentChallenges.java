package assay.service.challenge;

import assay.core.Bytes;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.service.policy.ServedApp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The challenges of an app that this instance issued last, so that a diagnosis can tell that
 * another was signed than was sent. No decision rests on them: a challenge is known by what stands
 * in it, and every other instance has its own few.
 *
 * <p>Kept for apps that {@linkplain ServedApp#explainsToDevices explain themselves to devices}, and
 * for no others: in production the last few of thousands are strangers', and would be found by
 * chance only.
 *
 * <p>Eight of a purpose, each for an hour: about 3 KB an app, whatever is issued. A diagnosis tries
 * eight, so more would never be looked at; and a developer has a device or two in hand, and mixes
 * up the last few challenges of a session. An hour is as long as one for an attestation is usually
 * good.
 */
public final class RecentChallenges {
  static final int KEPT = 8;
  static final int MOST_OF_OTHER = 3;
  static final Duration KEPT_FOR = Duration.ofHours(1);

  private final ConcurrentMap<Place, Ring> rings = new ConcurrentHashMap<>();

  private record Place(String app, Purpose purpose) {}

  private record Issued(String text, Instant at) {}

  /** The newest overwrites the oldest; nobody waits for anybody. */
  private static final class Ring {
    private final AtomicReferenceArray<Issued> latest = new AtomicReferenceArray<>(KEPT);
    private final AtomicInteger next = new AtomicInteger();

    void add(Issued issued) {
      latest.set(Math.floorMod(next.getAndIncrement(), KEPT), issued);
    }

    /** Newest first. */
    Stream<Issued> since(Instant earliest) {
      int end = next.get();
      return IntStream.rangeClosed(1, KEPT)
          .mapToObj(back -> Optional.ofNullable(latest.get(Math.floorMod(end - back, KEPT))))
          .flatMap(Optional::stream)
          .filter(issued -> !issued.at().isBefore(earliest));
    }
  }

  /** Takes note of a challenge, where the app is one that may ask for it. */
  public void issued(ServedApp app, Purpose purpose, IssuedChallenge challenge, Instant now) {
    if (app.explainsToDevices()) {
      rings
          .computeIfAbsent(new Place(app.name(), purpose), _ -> new Ring())
          .add(new Issued(challenge.text(), now));
    }
  }

  /**
   * Eight at most that a client may have taken instead of the one at hand, the likeliest first: the
   * newest of its purpose, the newest of the other, and so on.
   *
   * @param purpose that the one at hand should have
   * @param atHand its text; nothing where there is none
   */
  public List<KnownChallenge> instead(
      ServedApp app, Purpose purpose, Optional<String> atHand, Instant now) {
    List<KnownChallenge> same =
        latest(app, purpose, now)
            .filter(text -> !Optional.of(text).equals(atHand))
            .map(text -> new KnownChallenge(Bytes.utf8(text), false))
            .toList();
    List<KnownChallenge> other =
        latest(app, purpose.other(), now)
            .filter(text -> !Optional.of(text).equals(atHand))
            .limit(MOST_OF_OTHER)
            .map(text -> new KnownChallenge(Bytes.utf8(text), true))
            .toList();
    return IntStream.range(0, KEPT)
        .boxed()
        .flatMap(
            i -> Stream.concat(same.stream().skip(i).limit(1), other.stream().skip(i).limit(1)))
        .limit(KEPT)
        .toList();
  }

  private Stream<String> latest(ServedApp app, Purpose purpose, Instant now) {
    return Optional.ofNullable(rings.get(new Place(app.name(), purpose))).stream()
        .flatMap(ring -> ring.since(now.minus(KEPT_FOR)))
        .map(Issued::text);
  }
}
