package assay.cli.diagnose;

import assay.cli.UnusableInput;
import assay.cli.store.ConfigOption;
import assay.cli.store.Stores;
import assay.cli.verify.given.PolicyOptions;
import assay.cli.verify.given.TrustOptions;
import assay.cli.verify.given.Trusted;
import assay.config.Configuration;
import assay.config.crypto.Providers;
import assay.core.Bytes;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.Known.OtherApp;
import assay.core.pki.Signatures;
import assay.service.policy.ServedApp;
import assay.store.AppKey;
import assay.store.Environment;
import assay.store.StoredKey;
import com.fasterxml.jackson.core.JsonPointer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The app that a request was sent to.
 *
 * @param pointer where the challenge stands in client data that is JSON
 * @param keys the app's registered ones
 */
record Target(Trusted trusted, Known known, JsonPointer pointer, Keys keys) {
  /** Where a registered key is looked up. */
  interface Keys {
    /** Its public key, 65 bytes; nothing where it is unknown, or there is nowhere to look. */
    Optional<Bytes> find(Bytes keyId) throws UnusableInput;
  }

  private static final JsonPointer USUAL_POINTER = JsonPointer.compile("/challenge");
  private static final Pattern ROUTE = Pattern.compile("/v1/apps/([^/]+)/.*");

  /**
   * From the configuration where one is named, else from options.
   *
   * @param path of the request
   */
  static Target of(
      Optional<Path> config, PolicyOptions policy, TrustOptions trust, Optional<String> path)
      throws UnusableInput {
    if (config.isEmpty()) {
      Trusted trusted = trust.trusted();
      return new Target(
          trusted,
          trusted.knowing(policy.app(), policy.time()),
          USUAL_POINTER,
          _ -> Optional.empty());
    }
    if (trust.given()) {
      throw new UnusableInput("--config FILE tells which roots each app trusts; leave out --trust");
    }
    Optional<String> named = policy.named().or(() -> path.flatMap(Target::app));
    Configuration configuration = ConfigOption.read(config.get());
    return of(served(configuration, named), configuration, policy);
  }

  /** Reads, and nothing else, beside a server that may be running. */
  private static Optional<Bytes> find(Configuration configuration, AppKey key)
      throws UnusableInput {
    try {
      return ConfigOption.<Optional<StoredKey>>beside(
              configuration, store -> Stores.awaited(store.find(key)))
          .map(found -> found.facts().publicKey());
    } catch (UnusableInput e) {
      throw new UnusableInput(
          "the named key did not sign this client data, and the store cannot be asked what it is: "
              + e.getMessage()
              + "; give its --public-key (assay keys show KEY_ID)");
    }
  }

  private static Optional<String> app(String path) {
    Matcher route = ROUTE.matcher(path);
    return route.matches() ? Optional.of(route.group(1)) : Optional.empty();
  }

  private static ServedApp served(Configuration configuration, Optional<String> named)
      throws UnusableInput {
    List<ServedApp> apps = configuration.apps();
    if (named.isEmpty() && apps.size() == 1) {
      return apps.getFirst();
    }
    if (named.isEmpty()) {
      throw new UnusableInput(
          "which app? The request does not tell; give --app, one of "
              + apps.stream().map(ServedApp::name).sorted().toList());
    }
    return ConfigOption.app(configuration, named.get());
  }

  private static Target of(ServedApp app, Configuration configuration, PolicyOptions policy) {
    Trusted trusted =
        new Trusted(
            app.attestationRoots(),
            app.receiptRoots(),
            new Signatures(Providers.best()),
            app.environment() == Environment.TEST
                ? Optional.of("TEST APP: " + app.name())
                : Optional.empty());
    List<OtherApp> others =
        configuration.apps().stream()
            .filter(other -> !other.name().equals(app.name()))
            .map(other -> new OtherApp(other.name(), other.app()))
            .toList();
    return new Target(
        trusted,
        trusted.knowing(app.app(), policy.time()).withOtherApps(others),
        app.challengePointer(),
        keyId -> find(configuration, new AppKey(app.name(), app.environment(), keyId)));
  }
}
