package assay.apple.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One team's token. Its age is measured by two clocks: Apple counts from the time in the token, so
 * a wall clock that went back makes it one from the future; and one that is set back again and
 * again must not keep it for more than its hour.
 */
final class TokenOfTeam {
  private static final Duration OLDEST = Duration.ofMinutes(40);
  private static final long HARDLY_OLD = Duration.ofMinutes(1).toNanos();

  /** A token and what it was made with. */
  private record Issued(
      ProviderToken.Signed token, TeamKey.Signing key, Instant issuedAt, long nanos) {}

  private final String team;
  private Optional<Issued> issued = Optional.empty();

  TokenOfTeam(String team) {
    this.team = team;
  }

  /** The token to use now. Synchronized, so that those who come together sign once. */
  synchronized ProviderToken.Signed token(
      TeamKey.Signing key, InstantSource clock, LongSupplier nanos) {
    Instant now = clock.instant();
    long tick = nanos.getAsLong();
    if (issued.filter(it -> isGood(it, key, now, tick)).isEmpty()) {
      issued = Optional.of(issue(key, now, tick));
    }
    return issued.get().token();
  }

  private static boolean isGood(Issued it, TeamKey.Signing key, Instant now, long tick) {
    return it.key().isSameAs(key)
        && !now.isBefore(it.issuedAt())
        && now.isBefore(it.issuedAt().plus(OLDEST))
        && tick - it.nanos() < OLDEST.toNanos();
  }

  private Issued issue(TeamKey.Signing key, Instant now, long tick) {
    Instant issuedAt = Instant.ofEpochSecond(now.getEpochSecond());
    String jwt = Jwt.sign(team, issuedAt, key);
    return new Issued(new ProviderToken.Signed(team, key.keyId(), jwt), key, issuedAt, tick);
  }

  synchronized void refused(ProviderToken.Signed token, LongSupplier nanos) {
    issued =
        issued.filter(
            it -> !it.token().equals(token) || nanos.getAsLong() - it.nanos() < HARDLY_OLD);
  }
}
