package assay.store.sqlite;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.OpenChallenge;
import assay.store.ReceiptQueue.Claim;
import assay.store.ReceiptQueue.Claimed;
import assay.store.ReceiptQueue.Finish;
import assay.store.Registration;
import assay.store.Risk;
import assay.store.StoredReceipt;
import assay.store.TokenUses.TokenUse;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that registers keys and advances them without end, and prints a line for each outcome
 * that it was told: {@code R key challenge}, {@code A key challenge counter}, and {@code F key
 * time} for a receipt that was replaced by one of that time.
 */
final class Acknowledging {
  static final Duration LEASE = Duration.ofMinutes(5);

  /** When a receipt that was replaced is due again. */
  static final Instant DUE = Samples.NOW.plus(Duration.ofDays(7));

  private final SqliteStore store;
  private final SecureRandom random = new SecureRandom();

  private Acknowledging(SqliteStore store) {
    this.store = store;
  }

  public static void main(String[] args) throws Exception {
    var writer = new Acknowledging(Samples.open(Path.of(args[0])));
    for (int i = 0; i < 50; i++) {
      writer.register();
    }
    Thread.sleep(600_000); // the test kills it long before
  }

  static AppKey key(Bytes id) {
    return new AppKey("shop", Environment.PRODUCTION, id);
  }

  static TokenUse tokenUse(Bytes digest) {
    return new TokenUse(digest, Samples.NOW.plusSeconds(3600));
  }

  private Bytes bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Bytes.of(bytes);
  }

  private OpenChallenge challenge() {
    return new OpenChallenge(bytes(16), Samples.NOW.plusSeconds(300));
  }

  private void register() {
    AppKey key = key(bytes(32));
    OpenChallenge challenge = challenge();
    store
        .register(Samples.fresh(key, 65, 5000), challenge, Optional.of(Samples.NOW), Samples.NOW)
        .onSuccess(outcome -> {
          if (outcome instanceof Registration.Added) {
            say("R " + key.keyId().hex() + " " + challenge.id().hex());
            advance(key, 1);
            refresh(key, Samples.NOW);
            useToken();
          }
        });
  }

  private void advance(AppKey key, long counter) {
    OpenChallenge challenge = challenge();
    Instant now = Samples.NOW;
    store
        .advance(key, counter, new CounterRule.Strict(), Optional.of(challenge), now)
        .onSuccess(outcome -> {
          if (outcome instanceof Advance.Moved) {
            say("A " + key.keyId().hex() + " " + challenge.id().hex() + " " + counter);
            if (counter % 20 == 0) {
              register();
            } else {
              advance(key, counter + 1);
            }
          }
        });
  }

  private void refresh(AppKey key, Instant last) {
    Instant created = last.plusSeconds(1);
    StoredReceipt newer =
        new StoredReceipt(
            Bytes.utf8(created.toString()),
            Optional.empty(),
            Optional.of(created),
            Optional.empty(),
            Optional.empty());
    store
        .claim(key, LEASE, Samples.NOW)
        .compose(claim ->
            claim instanceof Claim.Taken(Claimed taken)
                ? store.finish(taken.lease(), newer, new Risk(1, created), DUE, "refreshed")
                : Future.succeededFuture(Finish.LEASE_LOST))
        .onSuccess(finish -> {
          if (finish == Finish.REPLACED) {
            say("F " + key.keyId().hex() + " " + created);
            refresh(key, created);
          }
        });
  }

  private void useToken() {
    TokenUse use = tokenUse(bytes(32));
    store
        .useToken(use)
        .onSuccess(fresh -> {
          if (fresh) {
            say("T " + use.digest().hex());
          }
        });
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
