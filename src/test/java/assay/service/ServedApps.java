package assay.service;

import assay.config.crypto.Providers;
import assay.core.App;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import assay.service.policy.RiskLimit;
import assay.service.policy.ServedApp;
import assay.store.Environment;
import com.fasterxml.jackson.core.JsonPointer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Apps as tests serve them: the defaults, and what a test changes. */
public final class ServedApps {
  public static final String APP_ID = "TEAMID1234.com.example.app";
  public static final Signatures SIGNATURES = new Signatures(Providers.best());

  private ServedApps() {}

  public static ServedApp production(String name) {
    return of(name, Environment.PRODUCTION, List.of());
  }

  /** With the same roots for attestations and receipts. */
  public static ServedApp of(
      String name, Environment environment, Collection<X509Certificate> roots) {
    TrustedRoots trusted = new TrustedRoots(roots, SIGNATURES);
    return of(name, environment, App.of(APP_ID, judgedAs(environment)), trusted, trusted);
  }

  /** With everything that has no default. */
  public static ServedApp of(
      String name,
      Environment environment,
      App app,
      TrustedRoots attestations,
      TrustedRoots receipts) {
    return new ServedApp(
        name,
        environment,
        app,
        attestations,
        receipts,
        false,
        true,
        Duration.ofHours(1),
        Duration.ofMinutes(5),
        JsonPointer.compile("/challenge"),
        false,
        Optional.empty());
  }

  /** What a simulated device shows: the development AAGUID. */
  public static App.Environment judgedAs(Environment environment) {
    return environment == Environment.PRODUCTION
        ? App.Environment.PRODUCTION
        : App.Environment.DEVELOPMENT;
  }

  public static ServedApp with(ServedApp app, App policy) {
    return changed(
        app, policy, app.receiptRequired(), app.challengeRequired(), app.clientDataHashAllowed());
  }

  public static ServedApp requiringReceipts(ServedApp app) {
    return changed(app, app.app(), true, app.challengeRequired(), app.clientDataHashAllowed());
  }

  public static ServedApp withoutChallenges(ServedApp app) {
    return changed(app, app.app(), app.receiptRequired(), false, app.clientDataHashAllowed());
  }

  public static ServedApp allowingHashes(ServedApp app) {
    return changed(app, app.app(), app.receiptRequired(), app.challengeRequired(), true);
  }

  private static ServedApp changed(
      ServedApp app, App policy, boolean receipt, boolean challenge, boolean hashes) {
    return new ServedApp(
        app.name(),
        app.environment(),
        policy,
        app.attestationRoots(),
        app.receiptRoots(),
        receipt,
        challenge,
        app.attestationLifetime(),
        app.assertionLifetime(),
        app.challengePointer(),
        hashes,
        app.riskLimit());
  }

  public static ServedApp limiting(ServedApp app, RiskLimit limit) {
    return new ServedApp(
        app.name(),
        app.environment(),
        app.app(),
        app.attestationRoots(),
        app.receiptRoots(),
        app.receiptRequired(),
        app.challengeRequired(),
        app.attestationLifetime(),
        app.assertionLifetime(),
        app.challengePointer(),
        app.clientDataHashAllowed(),
        Optional.of(limit));
  }

  public static ServedApp ofTeam(String team, ServedApp app) {
    return with(app, App.of(team + ".com.example.app", app.app().environment()));
  }
}
