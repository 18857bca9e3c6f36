package assay.store.postgres.values;

import assay.core.Bytes;
import assay.core.CounterRule;
import assay.store.AppKey;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.StoredReceipt;
import assay.store.TokenUses.TokenUse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * What the columns can hold. Decisions share statements, and a value that the database cannot take
 * fails all of them: so it is refused before, and alone.
 */
public final class Fit {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  private Fit() {}

  public static void key(AppKey key) {
    text(key.app());
    bytes("key id", key.keyId(), 32);
  }

  public static void challenge(OpenChallenge challenge) {
    bytes("challenge id", challenge.id(), 16);
    time(challenge.expiresAt());
  }

  public static void tokenUse(TokenUse use) {
    bytes("token's digest", use.digest(), 32);
    time(use.until());
  }

  public static void secret(Bytes secret) {
    bytes("challenge secret", secret, 32);
  }

  public static void counter(long counter) {
    if (counter < 0 || counter > CounterRule.LARGEST) {
      throw new IllegalArgumentException("a counter has 32 bits, unsigned; not " + counter);
    }
  }

  public static void facts(NewKey facts) {
    key(facts.key());
    bytes("public key", facts.publicKey(), 65);
    text(facts.appId());
    facts.subject().ifPresent(Fit::text);
    facts.bundleVersion().ifPresent(Fit::text);
    facts.osVersion().ifPresent(Fit::text);
    facts.osBuild().ifPresent(Fit::text);
    facts.receipt().ifPresent(Fit::receipt);
  }

  public static void receipt(StoredReceipt receipt) {
    receipt.refusedAt().ifPresent(Fit::text);
    receipt.createdAt().ifPresent(Fit::time);
    receipt.notBefore().ifPresent(Fit::time);
    receipt.expiresAt().ifPresent(Fit::time);
  }

  public static void firstRefresh(NewKey facts, Optional<Instant> at) {
    at.ifPresent(Fit::time);
    if (at.isPresent() && facts.receipt().isEmpty()) {
      throw new IllegalArgumentException("a key without a receipt has none to exchange");
    }
  }

  public static void text(String text) {
    if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "PostgreSQL stores no text with U+0000 or half of a surrogate pair");
    }
  }

  public static void time(Instant time) {
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new IllegalArgumentException("a time is outside the years 1 to 9999");
    }
  }

  private static void bytes(String what, Bytes bytes, int length) {
    if (bytes.length() != length) {
      throw new IllegalArgumentException(
          "a " + what + " has " + length + " bytes, not " + bytes.length());
    }
  }
}
