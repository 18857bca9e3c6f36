package assay.simulator.apple.bits;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.apple.answer.Answer;
import assay.simulator.apple.answer.Denied;
import assay.simulator.apple.team.ProviderTokens;
import assay.simulator.apple.team.ProviderTokens.Unverified;
import assay.simulator.identity.DeviceId;
import assay.simulator.identity.DeviceSeal;
import assay.simulator.identity.DeviceToken;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * DeviceCheck of one environment (protocol.md 4). Bits belong to a device and a team: they survive
 * a reinstall, and all of the team's apps share them. Thread-safe.
 *
 * <p>What Apple says of a body that is no JSON object, and of a missing transaction id, is not
 * known: the texts here follow the others. A transaction id may be repeated.
 */
public final class DeviceCheck {
  private static final String BEARER = "Bearer ";

  private record Owner(DeviceId device, String team) {}

  private record Bits(boolean bit0, boolean bit1, YearMonth updated) {}

  /** Who asks, of which device. */
  private record Asked(Owner owner, JsonObject body) {}

  private final Environment environment;
  private final DeviceSeal seal;
  private final ProviderTokens teams;
  private final TokenRules rules;
  private final Map<Owner, Bits> bits = new HashMap<>();
  private final Set<Bytes> used = new HashSet<>();

  public DeviceCheck(
      Environment environment, DeviceSeal seal, ProviderTokens teams, TokenRules rules) {
    this.environment = environment;
    this.seal = seal;
    this.teams = teams;
    this.rules = rules;
  }

  public synchronized Answer query(Optional<String> authorization, Bytes body, Instant now)
      throws Denied {
    Bits known = bits.get(asked(authorization, body, now).owner());
    return known == null
        ? Answer.text(200, "Failed to find bit state", "no bit of this device was ever set")
        : Answer.json(
            new JsonObject()
                .put("bit0", known.bit0())
                .put("bit1", known.bit1())
                .put("last_update_time", known.updated().toString())
                .encode(),
            "bit0 " + known.bit0() + ", bit1 " + known.bit1());
  }

  public synchronized Answer update(Optional<String> authorization, Bytes body, Instant now)
      throws Denied {
    Asked asked = asked(authorization, body, now);
    Optional<Boolean> bit0 = bit(asked.body(), "bit0");
    Optional<Boolean> bit1 = bit(asked.body(), "bit1");
    if (bit0.isEmpty() && bit1.isEmpty()) {
      throw malformed("bits", "neither bit0 nor bit1 is there");
    }
    YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    Bits old = bits.getOrDefault(asked.owner(), new Bits(false, false, month));
    Bits updated = new Bits(bit0.orElse(old.bit0()), bit1.orElse(old.bit1()), month);
    bits.put(asked.owner(), updated);
    return Answer.bare(200, "now bit0 " + updated.bit0() + ", bit1 " + updated.bit1());
  }

  public synchronized Answer validate(Optional<String> authorization, Bytes body, Instant now)
      throws Denied {
    asked(authorization, body, now);
    return Answer.bare(200, "a token of this team's on an Apple device");
  }

  private Asked asked(Optional<String> authorization, Bytes body, Instant now) throws Denied {
    String team = team(authorization, now);
    JsonObject json = json(body);
    DeviceToken token = token(json, team, now);
    if (!(json.getValue("transaction_id") instanceof String id) || id.isEmpty()) {
      throw malformed("transaction id", "transaction_id is no text");
    }
    requireTime(json, now);
    if (rules.singleUse() && !used.add(token.nonce())) {
      throw badToken("it was used before");
    }
    return new Asked(new Owner(token.device(), team), json);
  }

  private String team(Optional<String> authorization, Instant now) throws Denied {
    String jwt =
        authorization
            .filter(header -> header.startsWith(BEARER))
            .map(header -> header.substring(BEARER.length()))
            .filter(ProviderTokens::isJwt)
            .orElseThrow(() ->
                new Denied(
                    Answer.text(
                        400,
                        "Missing or badly formatted authorization token",
                        "Authorization is not Bearer and a JWT")));
    try {
      return teams.team(jwt, now);
    } catch (Unverified e) {
      throw new Denied(
          Answer.text(
              401, "Unable to verify authorization token", "provider token: " + e.getMessage()));
    }
  }

  private static JsonObject json(Bytes body) throws Denied {
    try {
      return new JsonObject(body.text());
    } catch (DecodeException _) {
      throw malformed("device token payload", "the body is no JSON object");
    }
  }

  private DeviceToken token(JsonObject json, String team, Instant now) throws Denied {
    if (!(json.getValue("device_token") instanceof String sealed)) {
      throw badToken("device_token is no text");
    }
    DeviceToken token =
        seal.opened(sealed).orElseThrow(() -> badToken("no device of this Apple's made it"));
    if (!token.team().equals(team)) {
      throw badToken("it is of team " + token.team() + ", asked for by " + team);
    }
    if (token.environment() != environment) {
      throw badToken("it is of " + token.environment());
    }
    if (off(token.made(), now).compareTo(rules.tokenLife()) > 0) {
      throw badToken("it was made at " + token.made());
    }
    return token;
  }

  private void requireTime(JsonObject json, Instant now) throws Denied {
    if (!(json.getValue("timestamp") instanceof Number millis)) {
      throw malformed("time stamp", "timestamp is no number");
    }
    Duration off = off(Instant.ofEpochMilli(millis.longValue()), now);
    if (off.compareTo(rules.clockTolerance()) > 0) {
      throw malformed("time stamp", "timestamp is " + off.toSeconds() + " s off");
    }
  }

  private static Duration off(Instant time, Instant now) {
    return Duration.between(time, now).abs();
  }

  private static Optional<Boolean> bit(JsonObject json, String name) throws Denied {
    return switch (json.getValue(name)) {
      case null -> Optional.empty();
      case Boolean bit -> Optional.of(bit);
      default -> throw malformed("bits", name + " is neither true nor false");
    };
  }

  private static Denied badToken(String why) {
    return malformed("device token payload", "device token: " + why);
  }

  private static Denied malformed(String what, String why) {
    return new Denied(Answer.text(400, "Missing or incorrectly formatted " + what, why));
  }
}
