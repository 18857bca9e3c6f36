package assay.store.sqlite;

import static assay.store.sqlite.Samples.await;
import static assay.store.sqlite.Samples.challenge;
import static assay.store.sqlite.Samples.fresh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.OpenChallenge;
import assay.store.ReceiptQueue.Claimed;
import assay.store.ReceiptQueue.Order;
import assay.store.ReceiptQueue.Space;
import assay.store.Registration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged outlives a kill in the middle of the work, round after round. */
final class CrashTest {
  private static final int ROUNDS = Integer.getInteger("assay.crash.rounds", 2);

  @TempDir private Path folder;

  private final Random random = new Random(ROUNDS);
  private final Map<Bytes, Long> counters = new HashMap<>();
  private final List<Bytes> spent = new ArrayList<>();
  private final List<Bytes> tokens = new ArrayList<>();
  private final Map<Bytes, Instant> receipts = new HashMap<>();

  /** By then every lease has run out, and everything that was put off is due again. */
  private Instant later = Acknowledging.DUE;

  @Test
  void nothingAcknowledgedIsLostOrAcceptedAgainAfterAKill() throws Exception {
    Path file = folder.resolve("assay.db");
    for (int round = 1; round <= ROUNDS; round++) {
      killInTheMiddle(file);
      SqliteStore store = Samples.open(file);
      for (Map.Entry<Bytes, Long> known : counters.entrySet()) {
        everythingAcknowledgedHolds(store, Acknowledging.key(known.getKey()), known.getValue());
      }
      for (Bytes id : spent) {
        staysSpent(store, id);
      }
      for (Bytes token : tokens) {
        assertFalse(await(store.useToken(Acknowledging.tokenUse(token))), "used before the kill");
      }
      receipts.forEach((key, created) -> keepsItsReceipt(store, Acknowledging.key(key), created));
      everyReceiptIsDueOnce(store);
      await(store.close());
    }
  }

  private void killInTheMiddle(Path file) throws IOException {
    int acknowledgements = 500 + random.nextInt(4000);
    int before = spent.size();
    try (Child child = Child.start(Acknowledging.class, file.toString())) {
      for (int i = 0; i < acknowledgements; i++) {
        note(child.output().readLine());
      }
      child.kill();
      // What it said before it died counts too.
      child.output().lines().filter(CrashTest::isWhole).forEach(this::note);
    }
    assertTrue(spent.size() - before > acknowledgements / 4);
    assertTrue(tokens.size() > 50);
  }

  private static boolean isWhole(String line) {
    return switch (line.charAt(0)) {
      case 'R' -> line.length() == 2 + 64 + 1 + 32;
      case 'F' -> line.endsWith("Z");
      case 'T' -> line.length() == 2 + 64;
      default -> line.length() > 2 + 64 + 34;
    };
  }

  private void note(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("F")) {
      receipts.merge(Bytes.hex(words[1]), Instant.parse(words[2]), CrashTest::latest);
      return;
    }
    if (words[0].equals("T")) {
      tokens.add(Bytes.hex(words[1]));
      return;
    }
    long counter = words[0].equals("R") ? 0 : Long.parseLong(words[3]);
    counters.merge(Bytes.hex(words[1]), counter, Math::max);
    spent.add(Bytes.hex(words[2]));
  }

  private static void everythingAcknowledgedHolds(SqliteStore store, AppKey key, long counter) {
    long kept = await(store.find(key)).orElseThrow().counter();
    assertTrue(kept >= counter, "acknowledged " + counter + ", kept " + kept);
    for (CounterRule rule : List.of(new CounterRule.Strict(), new CounterRule.Window(64))) {
      Advance again =
          await(store.advance(key, counter, rule, Optional.of(challenge()), Samples.NOW));
      assertEquals(new Advance.CounterNotAhead(kept), again);
    }
    assertInstanceOf(
        Registration.Known.class, await(store.register(fresh(key), challenge(), Samples.NOW)));
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static void keepsItsReceipt(SqliteStore store, AppKey key, Instant created) {
    var kept = await(store.find(key)).orElseThrow();
    Instant risk = kept.risk().orElseThrow().asOf();
    assertFalse(risk.isBefore(created), "acknowledged " + created + ", kept " + risk);
    assertEquals(Optional.of(risk), kept.facts().receipt().orElseThrow().createdAt());
  }

  /** Those that were claimed when the process died come back when their leases have run out. */
  private void everyReceiptIsDueOnce(SqliteStore store) {
    Set<Bytes> due = new HashSet<>();
    for (var claimed = claim(store); !claimed.isEmpty(); claimed = claim(store)) {
      for (Claimed one : claimed) {
        assertTrue(due.add(one.lease().key().keyId()), "twice: " + one);
        assertTrue(await(store.putOff(one.lease(), later.plusSeconds(1), "down")));
      }
    }
    assertTrue(due.containsAll(counters.keySet()), due.size() + " of " + counters.size());
    later = later.plusSeconds(2);
  }

  private List<Claimed> claim(SqliteStore store) {
    List<Space> spaces = List.of(new Space("shop", Environment.PRODUCTION));
    Duration year = Duration.ofDays(365);
    return await(store.claimDue(new Order(spaces, 100, Acknowledging.LEASE, year, year), later))
        .claimed();
  }

  private static void staysSpent(SqliteStore store, Bytes id) {
    var challenge = new OpenChallenge(id, Samples.NOW.plusSeconds(300));
    Registration outcome = await(store.register(fresh(Samples.key(0)), challenge, Samples.NOW));
    assertEquals(new Registration.ChallengeSpent(), outcome);
  }
}
