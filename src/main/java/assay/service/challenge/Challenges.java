package assay.service.challenge;

import assay.core.Bytes;
import assay.service.policy.ServedApp;
import assay.store.ChallengeSecret;
import assay.store.OpenChallenge;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes challenges and recognises them again, and remembers none for it: what must be known of one
 * stands in it, under an HMAC. So issuing writes nothing, and a flood of requests for challenges
 * costs the store nothing.
 *
 * <pre>
 *  0  1  version, 1
 *  1  1  purpose: 0 attestation, 1 assertion
 *  2  4  number of the secret
 *  6  8  expiry, milliseconds since 1970
 * 14 16  random: the identity that is spent
 * 30  1  length of the app's name, then the name in UTF-8
 *  … 32  HMAC-SHA-256 over a label, the environment and all of the above
 * </pre>
 *
 * As text, base64url without padding. Whether a challenge is unspent only the store can tell.
 */
public final class Challenges {
  /** Instances learn of a new secret within this time, and issue under the old one until then. */
  static final Duration ROTATION_LEEWAY = Duration.ofMinutes(1);

  static final int LONGEST_TEXT = 512;

  private static final byte[] LABEL = "assay challenge 1".getBytes(StandardCharsets.US_ASCII);
  private static final byte VERSION = 1;
  private static final int ID = 14;
  private static final int NAME = 30;

  private Challenges() {}

  /**
   * A challenge that was made here for this app.
   *
   * @param open to be spent by the store; may have expired
   */
  public record Genuine(Purpose purpose, OpenChallenge open) {}

  /**
   * Makes a challenge for this app, good for as long as the app says.
   *
   * @param secret the newest
   * @param random cryptographically strong
   */
  public static IssuedChallenge issue(
      ServedApp app, Purpose purpose, ChallengeSecret secret, Instant now, RandomGenerator random) {
    byte[] name = name(app).toArray();
    byte[] id = new byte[NAME - ID];
    random.nextBytes(id);
    Instant expiresAt = now.plus(lifetime(app, purpose));
    ByteBuffer text = ByteBuffer.allocate(NAME + name.length + KeyedMac.BYTES);
    text.put(VERSION).put(purpose.code()).putInt(secret.number());
    text.putLong(expiresAt.toEpochMilli()).put(id).put(name);
    byte[] signed = Arrays.copyOf(text.array(), text.position());
    text.put(mac(secret, app, signed));
    return new IssuedChallenge(
        Base64.getUrlEncoder().withoutPadding().encodeToString(text.array()), expiresAt);
  }

  private static Duration lifetime(ServedApp app, Purpose purpose) {
    return switch (purpose) {
      case ATTESTATION -> app.attestationLifetime();
      case ASSERTION -> app.assertionLifetime();
    };
  }

  /** The number of the secret that a text claims to be made with; 0 where it claims nothing. */
  static int secretNumber(String text) {
    try {
      Bytes bytes = decode(text);
      return bytes.length() > ID ? (int) bytes.unsigned(2, 6) : 0;
    } catch (NotOpen _) {
      return 0;
    }
  }

  /**
   * Recognises a challenge of this app.
   *
   * @param secrets newest first
   * @throws NotOpen where it was not made here, or not for this app
   */
  public static Genuine recognise(
      ServedApp app, String text, List<ChallengeSecret> secrets, Instant now) throws NotOpen {
    Bytes bytes = decode(text);
    if (bytes.length() < NAME + 1 + KeyedMac.BYTES || bytes.at(0) != VERSION) {
      throw none();
    }
    Purpose purpose = Purpose.of(bytes.at(1)).orElseThrow(Challenges::none);
    ChallengeSecret secret = secret(app, purpose, (int) bytes.unsigned(2, 6), secrets, now);
    Bytes signed = bytes.slice(0, bytes.length() - KeyedMac.BYTES);
    Bytes mac = bytes.from(bytes.length() - KeyedMac.BYTES);
    if (!MessageDigest.isEqual(mac(secret, app, signed.toArray()), mac.toArray())) {
      throw new NotOpen(
          ChallengeFault.UNKNOWN,
          "its HMAC is wrong: it was changed on the way, or made by another server");
    }
    if (!signed.from(NAME).equals(name(app))) {
      throw new NotOpen(ChallengeFault.OF_ANOTHER_APP, "it was made for another app");
    }
    Instant expiresAt =
        Instant.ofEpochMilli(ByteBuffer.wrap(signed.slice(6, ID).toArray()).getLong());
    return new Genuine(purpose, new OpenChallenge(signed.slice(ID, NAME), expiresAt));
  }

  /**
   * The secret of this number. The one before the current stays good for what was issued under it
   * in time, and no longer: a secret is often rotated because it leaked.
   */
  private static ChallengeSecret secret(
      ServedApp app, Purpose purpose, int number, List<ChallengeSecret> secrets, Instant now)
      throws NotOpen {
    Instant replacedAt = Instant.MAX;
    for (ChallengeSecret secret : secrets) {
      if (secret.number() == number) {
        if (!replacedAt.equals(Instant.MAX)
            && !now.isBefore(replacedAt.plus(lifetime(app, purpose)).plus(ROTATION_LEEWAY))) {
          throw new NotOpen(
              ChallengeFault.OF_UNKNOWN_SECRET, "it was made with a secret that has been replaced");
        }
        return secret;
      }
      replacedAt = secret.since();
    }
    throw new NotOpen(
        ChallengeFault.OF_UNKNOWN_SECRET,
        "it was made with a secret that this server does not have");
  }

  /** The app's name behind its length. */
  private static Bytes name(ServedApp app) {
    Bytes name = Bytes.utf8(app.name());
    return Bytes.of((byte) name.length()).concat(name);
  }

  private static byte[] mac(ChallengeSecret secret, ServedApp app, byte[] signed) {
    byte[] environment = app.environment().text().getBytes(StandardCharsets.US_ASCII);
    return KeyedMac.under(secret.secret()).over(LABEL, environment, signed);
  }

  private static NotOpen none() {
    return new NotOpen(ChallengeFault.UNKNOWN, "it is no challenge of this server");
  }

  private static Bytes decode(String text) throws NotOpen {
    if (text.length() > LONGEST_TEXT) {
      throw new NotOpen(
          ChallengeFault.UNKNOWN,
          "it is no challenge of this server, but " + text.length() + " characters");
    }
    try {
      Bytes bytes = Bytes.of(Base64.getUrlDecoder().decode(text));
      String again = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
      if (again.equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // no base64url
    }
    throw none();
  }
}
