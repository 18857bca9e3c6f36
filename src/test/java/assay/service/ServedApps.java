package assay.service;

import assay.config.Providers;
import assay.core.App;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import assay.store.Environment;
import com.fasterxml.jackson.core.JsonPointer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Apps as tests serve them: the defaults, and what a test changes. */
final class ServedApps {
  static final String APP_ID = "TEAMID1234.com.example.app";
  static final Signatures SIGNATURES = new Signatures(Providers.best());

  private ServedApps() {}

  static ServedApp production(String name) {
    return of(name, Environment.PRODUCTION, List.of());
  }

  static ServedApp of(String name, Environment environment, Collection<X509Certificate> roots) {
    App.Environment judgedAs =
        environment == Environment.PRODUCTION
            ? App.Environment.PRODUCTION
            : App.Environment.DEVELOPMENT;
    TrustedRoots trusted = new TrustedRoots(roots, SIGNATURES);
    return new ServedApp(
        name,
        environment,
        App.of(APP_ID, judgedAs),
        trusted,
        trusted,
        false,
        true,
        Duration.ofHours(1),
        Duration.ofMinutes(5),
        JsonPointer.compile("/challenge"),
        false);
  }

  static ServedApp with(ServedApp app, App policy) {
    return new ServedApp(
        app.name(),
        app.environment(),
        policy,
        app.attestationRoots(),
        app.receiptRoots(),
        app.receiptRequired(),
        app.challengeRequired(),
        app.attestationLifetime(),
        app.assertionLifetime(),
        app.challengePointer(),
        app.clientDataHashAllowed());
  }

  static ServedApp requiringReceipts(ServedApp app) {
    return new ServedApp(
        app.name(),
        app.environment(),
        app.app(),
        app.attestationRoots(),
        app.receiptRoots(),
        true,
        app.challengeRequired(),
        app.attestationLifetime(),
        app.assertionLifetime(),
        app.challengePointer(),
        app.clientDataHashAllowed());
  }

  static ServedApp withoutChallenges(ServedApp app) {
    return new ServedApp(
        app.name(),
        app.environment(),
        app.app(),
        app.attestationRoots(),
        app.receiptRoots(),
        app.receiptRequired(),
        false,
        app.attestationLifetime(),
        app.assertionLifetime(),
        app.challengePointer(),
        app.clientDataHashAllowed());
  }
}
