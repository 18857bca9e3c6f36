package assay.apple.token;

import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The provider tokens of teams: one a team at a time, shared by all who ask, from any thread, and
 * renewed when it is old, when the key is another, or when Apple refused it.
 */
public final class ProviderTokens {
  private final TeamKeys keys;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Map<String, TokenOfTeam> teams = new ConcurrentHashMap<>();

  /**
   * Tokens signed by these keys.
   *
   * @param clock for the time that a token says it was issued at
   * @param nanos a clock that never steps back
   */
  public ProviderTokens(TeamKeys keys, InstantSource clock, LongSupplier nanos) {
    this.keys = keys;
    this.clock = clock;
    this.nanos = nanos;
  }

  /**
   * The token of a team. The future never fails.
   *
   * @param team 10 characters
   */
  public Future<ProviderToken> of(String team) {
    return keys.find(team)
        .map(key -> token(team, key))
        .otherwise(e -> new ProviderToken.Missing("no token can be signed: " + e.getMessage()));
  }

  private ProviderToken token(String team, TeamKey key) {
    return switch (key) {
      case TeamKey.Unusable(String why) -> new ProviderToken.Missing(why);
      case TeamKey.Signing signing ->
          teams.computeIfAbsent(team, TokenOfTeam::new).token(signing, clock, nanos);
    };
  }

  /**
   * Apple refused a token: the next is a fresh one, unless this one is hardly a minute old, as
   * another would be refused for the same reason.
   */
  public void refused(ProviderToken.Signed token) {
    TokenOfTeam team = teams.get(token.team());
    if (team != null) {
      team.refused(token, nanos);
    }
  }
}
