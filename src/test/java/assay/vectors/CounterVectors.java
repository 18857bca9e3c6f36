package assay.vectors;

import static assay.vectors.Expect.counter;
import static assay.vectors.Expect.refused;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.OTHER_DEVICE;
import static assay.vectors.Scene.REQUEST_HASH;

import assay.core.Bytes;
import assay.vectors.VectorGroup.Flag;

/** Apple's step 5 for assertions: what has been signed once counts once. */
final class CounterVectors {
  private static final long HALF = 1L << 31;
  private static final long LAST = (1L << 32) - 1;

  private final VectorGroup group =
      new VectorGroup(
          "counters",
          "Counters of assertions: strictly greater, or, where the app allows a window of n, each counter"
              + " once while it is above the highest minus n. 0 is never accepted.");

  static VectorGroup group() {
    CounterVectors vectors = new CounterVectors();
    vectors.strict();
    vectors.wide();
    vectors.unmoved();
    vectors.windows();
    return vectors.group;
  }

  private void strict() {
    Flag greater =
        group.flag(
            "StrictlyGreater",
            "An assertion that was accepted once must never be again. A verifier that takes an equal"
                + " counter accepts every replay; one that wants the next number refuses devices whose"
                + " assertions got lost on the way.");
    Flag zero =
        group.flag(
            "CounterZero",
            "WebAuthn lets authenticators without a counter send 0 for ever. App Attest has no such"
                + " exemption: 0 is below every first assertion.");
    run("first-assertion", greater, "1, the first of a key.", 0, 1);
    run(
        "gaps",
        greater,
        "1, 2, 7, 8, 1000000: what the app signed and never sent is missing.",
        0,
        1,
        2,
        7,
        8,
        1_000_000);
    run("first-is-not-1", greater, "The first that comes is 5.", 0, 5);
    run("equal", greater, "The same assertion twice, then the next.", 0, 1, -1, 2);
    run("lower", greater, "5, then 4, 1, and 6.", 0, 5, -4, -1, 6);
    run(
        "below-the-registered-counter",
        greater,
        "Registered earlier, with the counter 41.",
        41,
        -40,
        -41,
        42);
    group
        .add(
            "same-counter-other-request", greater, "Another request under a counter that was used.")
        .then(Event.key(DEVICE, 0))
        .then(Event.assertion(DEVICE, 3).expect(counter(3)))
        .then(
            Event.assertion(DEVICE, DEVICE.assertion(Bytes.sha256(Scene.CHALLENGE), 3).make())
                .clientData(Scene.CHALLENGE)
                .expect(refused("counter")));
    group
        .add("two-keys", greater, "Each key counts for itself.")
        .then(Event.key(DEVICE, 0))
        .then(Event.key(OTHER_DEVICE, 0))
        .then(Event.assertion(DEVICE, 9).expect(counter(9)))
        .then(Event.assertion(OTHER_DEVICE, 1).expect(counter(1)))
        .then(Event.assertion(DEVICE, 2).expect(refused("counter")))
        .then(Event.assertion(OTHER_DEVICE, 2).expect(counter(2)));
    group
        .add("zero", zero, "0 as a key's first counter, then 1, then 0 again.")
        .then(Event.key(DEVICE, 0))
        .then(Event.assertion(DEVICE, 0).expect(refused("counter")))
        .then(Event.assertion(DEVICE, 1).expect(counter(1)))
        .then(Event.assertion(DEVICE, 0).expect(refused("counter")));
    group
        .add("zero-in-a-window", zero, "0 is not accepted in a window either.")
        .under(Policy.production().window(64))
        .then(Event.key(DEVICE, 0))
        .then(Event.assertion(DEVICE, 0).expect(refused("counter")))
        .then(Event.assertion(DEVICE, 3).expect(counter(3)))
        .then(Event.assertion(DEVICE, 0).expect(refused("counter")));
  }

  private void wide() {
    Flag unsigned =
        group.flag(
            "UnsignedCounter",
            "Counters are unsigned 32-bit numbers. In a signed number 2^31 is below 0, and a key with a"
                + " long life is locked out, or all its old assertions are ahead again.");
    run(
        "around-2-31",
        unsigned,
        "2^31 - 1, 2^31, 2^31 + 1, then back.",
        0,
        HALF - 1,
        HALF,
        HALF + 1,
        -HALF,
        -(HALF - 1),
        -1);
    run("2-31-first", unsigned, "The first that comes is 2^31.", 0, HALF, -1, -(HALF - 1));
    run(
        "2-32-minus-1",
        unsigned,
        "The largest counter, then it again, and none after it.",
        0,
        LAST,
        -LAST,
        -(LAST - 1),
        -1);
    run(
        "at-the-end",
        unsigned,
        "Registered earlier with 2^32 - 2.",
        LAST - 1,
        -(LAST - 1),
        LAST,
        -LAST);
    group
        .add("no-wrap-around", unsigned, "After the largest counter 0 is not the next.")
        .then(Event.key(DEVICE, LAST))
        .then(Event.assertion(DEVICE, 0).expect(refused("counter")))
        .then(Event.assertion(DEVICE, 1).expect(refused("counter")))
        .then(Event.assertion(DEVICE, LAST).expect(refused("counter")));
  }

  private void unmoved() {
    Flag unmoved =
        group.flag(
            "RefusalMovesNothing",
            "Only what is accepted moves the counter. A verifier that stores it first, or in spite of a"
                + " refusal, lets anybody who can send bytes lock a key out.");
    group
        .add(
            "forged-assertion-moves-nothing",
            unmoved,
            "A forged assertion with the largest counter, then the honest next.")
        .then(Event.key(DEVICE, 1))
        .then(
            Event.assertion(
                    DEVICE,
                    DEVICE.assertion(REQUEST_HASH, LAST).signedBy(OTHER_DEVICE.key()).make())
                .expect(refused("signature")))
        .then(Event.assertion(DEVICE, 2).expect(counter(2)));
    group
        .add(
            "other-app-moves-nothing",
            unmoved,
            "An assertion of another app with counter 9, then the next of this one.")
        .then(Event.key(DEVICE, 1))
        .then(
            Event.assertion(DEVICE.ofApp("TEAMID1234.com.example.other"), 9)
                .expect(refused("app-id")))
        .then(Event.assertion(DEVICE, 2).expect(counter(2)));
    group
        .add(
            "category-moves-nothing",
            unmoved,
            "An assertion of a category that is not allowed with counter 9, then the next.")
        .then(Event.key(DEVICE, 1))
        .then(
            Event.assertion(Scene.DEVICE_27.launchedAs(3, "1.2.3"), 9)
                .expect(refused("validation-category")))
        .then(Event.assertion(DEVICE, 2).expect(counter(2)));
    run(
        "replay-moves-nothing",
        unmoved,
        "Refused counters between accepted ones.",
        5,
        -3,
        6,
        -6,
        -2,
        7);
  }

  private void windows() {
    Flag once =
        group.flag(
            "EachCounterOnce",
            "In a window counters come in any order, and each counts once. A verifier that only compares"
                + " with the highest accepts the same assertion as long as it is in the window.");
    Flag edge =
        group.flag(
            "WindowEdge",
            "window:n takes a counter c that is above the highest minus n. One more, and the verifier"
                + " has forgotten what it claims to remember; one less, and it refuses what it promised.");
    window(
        "shuffled",
        once,
        "3, 1, 2, 6, 4, 5 in a window of 4, each accepted.",
        4,
        0,
        3,
        1,
        2,
        6,
        4,
        5);
    window("repeated", once, "Each of 3, 1, 2 a second time.", 4, 0, 3, 1, 2, -3, -1, -2, 4);
    window(
        "repeated-at-once",
        once,
        "Each twice in a row, in falling order.",
        64,
        0,
        5,
        -5,
        4,
        -4,
        3,
        -3,
        2,
        -2,
        1,
        -1);
    window(
        "in-order",
        once,
        "In a window the usual order is accepted, too.",
        64,
        0,
        1,
        2,
        3,
        4,
        -4,
        -3,
        -2,
        -1);
    window("gap-stays-open", once, "2 is missing until 10 came.", 64, 0, 1, 3, 10, 2, -2, -3);
    window(
        "too-old",
        edge,
        "Highest 10 in a window of 4: 7 is in, 6 is out, and so is 1.",
        4,
        0,
        10,
        7,
        -6,
        -1,
        8,
        9,
        -7);
    window(
        "window-moves",
        edge,
        "4 falls out of a window of 4 when 8 comes.",
        4,
        0,
        5,
        4,
        3,
        8,
        -4,
        -5,
        7,
        6);
    window(
        "falls-out-unused", edge, "6 was not used and is out when 10 comes.", 4, 0, 7, 10, -6, 8);
    window("window-of-1", edge, "A window of 1 is the strict rule.", 1, 0, 1, 3, -2, -3, 4);
    window("window-of-2", edge, "One counter behind.", 2, 0, 2, 1, -1, 5, 4, -3);
    window(
        "largest-window",
        edge,
        "A window of 1024: 2 is in, 1 is out.",
        1024,
        0,
        1025,
        2,
        -1,
        -2,
        1024);
    window(
        "jump-beyond-the-window",
        edge,
        "From 5 to 1000000; the window begins anew.",
        4,
        0,
        5,
        1_000_000,
        -5,
        999_998,
        999_997,
        -999_996,
        -999_998);
    window(
        "window-at-the-end",
        edge,
        "At the largest counter.",
        4,
        0,
        LAST,
        LAST - 3,
        -(LAST - 4),
        LAST - 1,
        -LAST,
        -(LAST - 3));
    window(
        "window-around-2-31",
        edge,
        "Across 2^31.",
        8,
        0,
        HALF - 2,
        HALF + 2,
        HALF - 1,
        HALF,
        -HALF,
        -(HALF - 2));
  }

  private void run(String id, Flag flag, String comment, long registered, long... counters) {
    events(group.add(id, flag, comment), registered, counters);
  }

  private void window(
      String id, Flag flag, String comment, int size, long registered, long... counters) {
    events(
        group.add(id, flag, comment).under(Policy.production().window(size)), registered, counters);
  }

  /** Assertions with these counters; the negative ones are refused. */
  private static void events(VectorCase vectorCase, long registered, long... counters) {
    vectorCase.then(Event.key(DEVICE, registered));
    for (long value : counters) {
      vectorCase.then(
          Event.assertion(DEVICE, Math.abs(value))
              .expect(value < 0 ? refused("counter") : counter(value)));
    }
  }
}
