package assay.simulator.apple.team;

import assay.core.Bytes;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Checks the JWTs by which servers speak for a team: ES256, {@code kid} one of the team's keys,
 * {@code iss} the team, {@code iat} not in the future and less than an hour ago. Thread-safe.
 */
public final class ProviderTokens {
  public static final Duration LIFE = Duration.ofHours(1);

  private static final Pattern JWT =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  /** Team and key. */
  private record Name(String team, String keyId) {}

  private final Map<Name, Team> keys = new ConcurrentHashMap<>();

  public ProviderTokens(Collection<Team> teams) {
    teams.forEach(this::add);
  }

  /** From now on this key signs for its team, too. */
  public void add(Team team) {
    keys.put(new Name(team.id(), team.keyId()), team);
  }

  /** From now on this key signs for nobody. */
  public void revoke(Team team) {
    keys.remove(new Name(team.id(), team.keyId()));
  }

  /** What is wrong with a token; for whoever watches the simulator, never sent. */
  public static final class Unverified extends Exception {
    private static final long serialVersionUID = 1;

    Unverified(String why) {
      super(why, null, false, false);
    }
  }

  /** Three parts in base64url, which may yet hold anything. */
  public static boolean isJwt(String text) {
    return JWT.matcher(text).matches();
  }

  /**
   * The team that a token speaks for.
   *
   * @throws Unverified where it speaks for none
   */
  public String team(String jwt, Instant now) throws Unverified {
    if (!isJwt(jwt)) {
      throw new Unverified("not a JWT alone");
    }
    String[] parts = jwt.split("\\.", 3);
    JsonObject header = object(parts[0]);
    JsonObject claims = object(parts[1]);
    if (!"ES256".equals(header.getValue("alg"))) {
      throw new Unverified("alg is not ES256");
    }
    Team team = signer(claims, header);
    Bytes message = Bytes.utf8(parts[0] + "." + parts[1]);
    if (!Signed.FIXED_WIDTH.by(team.publicKey(), message, decoded(parts[2]))) {
      throw new Unverified("the signature does not fit the key " + team.keyId());
    }
    requireFresh(claims, now);
    return team.id();
  }

  private Team signer(JsonObject claims, JsonObject header) throws Unverified {
    if (claims.getValue("iss") instanceof String team
        && header.getValue("kid") instanceof String keyId) {
      Team known = keys.get(new Name(team, keyId));
      if (known != null) {
        return known;
      }
      throw new Unverified("team " + team + " has no key " + keyId);
    }
    throw new Unverified("iss or kid is missing");
  }

  private static void requireFresh(JsonObject claims, Instant now) throws Unverified {
    if (!(claims.getValue("iat") instanceof Number seconds)) {
      throw new Unverified("iat is no number of seconds");
    }
    long age = now.getEpochSecond() - seconds.longValue();
    if (age < 0) {
      throw new Unverified("iat is " + -age + " s in the future");
    }
    if (age >= LIFE.toSeconds()) {
      throw new Unverified("iat is " + age + " s ago");
    }
  }

  private static JsonObject object(String base64url) throws Unverified {
    try {
      return new JsonObject(decoded(base64url).text());
    } catch (DecodeException _) {
      throw new Unverified("a part is no JSON object");
    }
  }

  private static Bytes decoded(String base64url) throws Unverified {
    try {
      return Bytes.of(Base64.getUrlDecoder().decode(base64url));
    } catch (IllegalArgumentException _) {
      throw new Unverified("a part is no base64url");
    }
  }
}
