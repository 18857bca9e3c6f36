package assay.service;

import assay.core.Bytes;
import assay.core.diagnosis.clientdata.KnownChallenge;
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
 * <p>Eight of a purpose, each for an hour: about 3 KB an app, whatever is issued. A developer has
 * one device or two in hand, and mixes up the last two or three challenges of a session; an hour is
 * as long as an attestation's is usually good. Of these four are tried, {@value #MOST_OF_PURPOSE}
 * of the purpose at hand first: a signature is diagnosed with 24 checks, and each challenge costs
 * one that a re-encoded body would need.
 */
final class RecentChallenges {
  static final int KEPT = 8;
  static final int MOST_OF_PURPOSE = 3;
  static final int MOST_OF_OTHER = 1;
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
  void issued(ServedApp app, Purpose purpose, IssuedChallenge challenge, Instant now) {
    if (app.explainsToDevices()) {
      rings
          .computeIfAbsent(new Place(app.name(), purpose), _ -> new Ring())
          .add(new Issued(challenge.text(), now));
    }
  }

  /**
   * Those that a client may have taken instead of the one at hand, the likeliest first.
   *
   * @param purpose that the one at hand should have
   * @param atHand its text; nothing where there is none
   */
  List<KnownChallenge> instead(
      ServedApp app, Purpose purpose, Optional<String> atHand, Instant now) {
    Stream<KnownChallenge> same = latest(app, purpose, atHand, now, MOST_OF_PURPOSE, false);
    Purpose other = purpose == Purpose.ATTESTATION ? Purpose.ASSERTION : Purpose.ATTESTATION;
    return Stream.concat(same, latest(app, other, atHand, now, MOST_OF_OTHER, true)).toList();
  }

  private Stream<KnownChallenge> latest(
      ServedApp app,
      Purpose purpose,
      Optional<String> atHand,
      Instant now,
      int most,
      boolean isOther) {
    return Optional.ofNullable(rings.get(new Place(app.name(), purpose))).stream()
        .flatMap(ring -> ring.since(now.minus(KEPT_FOR)))
        .filter(issued -> !Optional.of(issued.text()).equals(atHand))
        .limit(most)
        .map(issued -> new KnownChallenge(Bytes.utf8(issued.text()), isOther));
  }
}
