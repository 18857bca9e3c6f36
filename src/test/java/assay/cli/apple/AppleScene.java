package assay.cli.apple;

import assay.cli.Outcome;
import assay.cli.simulate.CaFile;
import assay.config.crypto.Providers;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.attestation.AttestationObject;
import assay.core.pki.Certificates;
import assay.simulator.SimulatedDevice;
import assay.simulator.apple.AppleSettings;
import assay.simulator.apple.Exchange;
import assay.simulator.apple.FakeApple;
import assay.simulator.apple.team.TeamKey;
import assay.simulator.maker.OperatingSystem;
import assay.store.AppKey;
import assay.store.NewKey;
import assay.store.OpenChallenge;
import assay.store.Store;
import assay.store.StoreObserver;
import assay.store.StoredReceipt;
import assay.store.sqlite.SqliteSettings;
import assay.store.sqlite.SqliteStore;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A simulated Apple on real sockets, a team with its key file, devices, a configuration and its
 * store: what an operator's commands are tried on.
 */
public final class AppleScene implements AutoCloseable {
  public static final String TEAM = "TEAMID1234";
  public static final String KEY_ID = "KEYID12345";
  public static final String APP_ID = TEAM + ".com.example.shop";
  private static final Bytes HASH = Bytes.sha256(Bytes.utf8("a challenge"));

  public final Path folder;
  public final TeamKey key = TeamKey.generate(TEAM, KEY_ID, new Random(1));
  public final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  public final FakeApple fake;

  private final CaFile ca =
      new CaFile(Bytes.sha256(Bytes.utf8("a seed")), Instant.now().truncatedTo(ChronoUnit.SECONDS));
  private final Vertx vertx = Vertx.vertx();
  private final Random random = new Random(3);
  private volatile Duration ahead = Duration.ZERO;

  public AppleScene(Path folder) throws Exception {
    this.folder = folder;
    this.fake =
        FakeApple.start(
                vertx,
                AppleSettings.of(ca.apple(), key.team()).watchedBy(exchanges::add),
                () -> Instant.now().plus(ahead),
                random)
            .await();
    Files.writeString(folder.resolve("roots.pem"), ca.rootsPem());
    secret("AuthKey.p8", key.p8());
    configure("");
    store().close().await();
  }

  /** The simulated Apple's clock, against this machine's. */
  public void setApplesClock(Duration other) {
    ahead = other;
  }

  public Vertx vertx() {
    return vertx;
  }

  /** A file that only its owner may read. */
  public Path secret(String name, String text) throws Exception {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  public Path config() {
    return folder.resolve("assay.yaml");
  }

  /** The simulated Apple's, for test apps. */
  public String host() {
    return fake.uri(Environment.DEVELOPMENT).toString();
  }

  /** Writes the configuration: the app shop, and another of a team that has no key. */
  public void configure(String more) throws Exception {
    configure(host(), 0, more);
  }

  public void configure(String host, int port, String more) throws Exception {
    Files.writeString(
        config(),
        """
        store: 'sqlite:%s'
        public: { host: 127.0.0.1, port: 0 }
        internal: { host: 127.0.0.1, port: %d }
        apps:
          shop: { appIds: [ %s ], environment: test, trust: roots.pem }
        %s
        teams:
          %s: { keyId: %s, privateKeyFile: AuthKey.p8 }
        apple:
          test: { attestationData: '%s', deviceCheck: '%s' }
        """
            .formatted(folder.resolve("assay.db"), port, APP_ID, more, TEAM, KEY_ID, host, host));
  }

  public Path roots() {
    return folder.resolve("roots.pem");
  }

  /** As a server opens it. */
  public Store store() throws Exception {
    return SqliteStore.open(folder.resolve("assay.db"), SqliteSettings.DEFAULT, StoreObserver.NONE);
  }

  public SimulatedDevice device() {
    return device(APP_ID);
  }

  public SimulatedDevice device(String appId) {
    return ca.apple()
        .device(
            new SimulatedDevice.Model(appId, Environment.DEVELOPMENT, OperatingSystem.IOS_26),
            random,
            Providers.best());
  }

  /** The device's attestation, made now. */
  public static AttestationObject attestation(SimulatedDevice device) throws Malformed {
    return AttestationObject.decode(device.attest(HASH, Instant.now()));
  }

  public static AppKey keyOf(String app, SimulatedDevice device) {
    return new AppKey(app, assay.store.Environment.TEST, device.keyId());
  }

  /** Registers the device's key, with its receipt or without. */
  public void register(Store store, String app, SimulatedDevice device, boolean withReceipt)
      throws Exception {
    AttestationObject attestation = attestation(device);
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Optional<StoredReceipt> receipt =
        attestation
            .receipt()
            .filter(_ -> withReceipt)
            .map(bytes ->
                new StoredReceipt(
                    bytes,
                    Optional.empty(),
                    Optional.of(now),
                    Optional.empty(),
                    Optional.of(now.plus(Duration.ofDays(90)))));
    store
        .register(
            new NewKey(
                keyOf(app, device),
                Certificates.point(Certificates.decode(attestation.x5c().getFirst())),
                device.appId(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                receipt),
            new OpenChallenge(device.keyId().slice(0, 16), now.plusSeconds(60)),
            receipt.map(_ -> now.plusSeconds(3600)),
            now)
        .await();
  }

  /** Types a command. */
  public Outcome run(Object... words) {
    return runWith("", words);
  }

  /** Types a command, with something on standard input. */
  public Outcome runWith(String in, Object... words) {
    return Outcome.of(
        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
        false,
        Arrays.stream(words).map(Object::toString).toArray(String[]::new));
  }

  /** The same text with what differs from run to run replaced. */
  public String steady(String text) {
    return text.replace(folder.toString(), "FOLDER")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
        .replaceAll("\\b\\d{4}-\\d\\d\\b", "MONTH")
        .replaceAll("\\b[A-Za-z0-9+/]{200,}=*", "BASE64");
  }

  @Override
  public void close() {
    fake.close().await();
    vertx.close().await();
  }
}
