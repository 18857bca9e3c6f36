package assay.simulator.apple.team;

import assay.core.Bytes;
import assay.simulator.maker.raw.EcKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A team's private key, as a developer gets it from Apple.
 *
 * @param teamId 10 characters
 * @param keyId 10 characters
 * @param key P-256
 */
public record TeamKey(String teamId, String keyId, EcKey key) {
  private static final int LABEL = 32;
  private static final int PEM_WIDTH = 64;
  private static final int P256_BITS = 256;
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s*");

  /** A new key. */
  public static TeamKey generate(String teamId, String keyId, RandomGenerator random) {
    byte[] label = new byte[LABEL];
    random.nextBytes(label);
    return new TeamKey(
        teamId, keyId, EcKey.p256("assay simulator: team " + HexFormat.of().formatHex(label)));
  }

  /** The key in a .p8 file's text; nothing where that is no P-256 key in PKCS#8 and PEM. */
  public static Optional<TeamKey> read(String teamId, String keyId, String p8) {
    Matcher pem = PEM.matcher(p8);
    if (!pem.matches()) {
      return Optional.empty();
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(pem.group(1));
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der))
                  instanceof ECPrivateKey key
              && key.getParams().getOrder().bitLength() == P256_BITS
              && key.getParams().getOrder().equals(EcKey.Curve.P256.order())
          ? Optional.of(new TeamKey(teamId, keyId, EcKey.p256(key.getS())))
          : Optional.empty();
    } catch (InvalidKeySpecException | IllegalArgumentException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has elliptic curves", e);
    }
  }

  /** The text of the .p8 file: PKCS#8 in PEM. */
  public String p8() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(PEM_WIDTH, new byte[] {'\n'})
            .encodeToString(key.privateKeyInfo().toArray())
        + "\n-----END PRIVATE KEY-----\n";
  }

  /** What Apple keeps of it. */
  public Team team() {
    return new Team(teamId, keyId, key.subjectPublicKeyInfo());
  }

  /** ES256 (RFC 7518, 3.4): r and s, 64 bytes. */
  public Bytes sign(Bytes message) {
    return key.sign(EcKey.Hash.SHA256, message).fixedWidth();
  }

  @Override
  public String toString() {
    return "key " + keyId + " of team " + teamId + ", not shown";
  }
}
