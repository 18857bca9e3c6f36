package assay.cli.apple.doctor.probe;

import assay.apple.call.Sources;
import assay.apple.token.ProviderToken;
import assay.apple.token.ProviderTokens;
import assay.apple.token.TeamKey;
import assay.core.Bytes;
import io.vertx.core.Future;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;

/**
 * Somebody whom Apple does not know: a team of which there is none, and a key that is made for one
 * question and forgotten. No real team's name stands in what is bound to be refused.
 */
public final class Stranger {
  private static final String NOBODY = "ASSAYPROBE";

  private Stranger() {}

  /** A provider token in good form, to be refused wherever tokens are looked at. */
  public static String token(Sources sources) {
    TeamKey key = new TeamKey.Signing(NOBODY, key(), Bytes.EMPTY);
    ProviderTokens tokens =
        new ProviderTokens(_ -> Future.succeededFuture(key), sources.clock(), sources.nanos());
    return switch (tokens.of(NOBODY).await()) {
      case ProviderToken.Signed signed -> signed.jwt();
      case ProviderToken.Missing(String why) -> throw new IllegalStateException(why);
    };
  }

  private static ECPrivateKey key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return (ECPrivateKey) generator.generateKeyPair().getPrivate();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform makes P-256 keys", e);
    }
  }
}
