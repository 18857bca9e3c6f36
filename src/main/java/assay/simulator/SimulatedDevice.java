package assay.simulator;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.identity.DeviceId;
import assay.simulator.identity.DeviceSeal;
import assay.simulator.identity.DeviceToken;
import assay.simulator.maker.OperatingSystem;
import assay.simulator.maker.ReceiptMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import assay.simulator.maker.raw.EcKey;
import java.security.Provider;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * One key on one simulated device, with the counter that the device keeps for it. Not thread-safe:
 * a device signs one request after the other.
 */
public final class SimulatedDevice {
  private static final int DEVELOPMENT_SIGNED = 3;
  private static final int APP_STORE = 4;
  private static final String BUNDLE_VERSION = "1.2.3";
  private static final int KEY_LABEL = 32;
  private static final int TOKEN_NONCE = 16;

  private final DeviceId id;
  private final SoftwareDevice device;
  private final Provider provider;
  private final ProviderSigner signer;
  private final DeviceSeal seal;
  private long counter;
  private long tokens;

  private SimulatedDevice(DeviceId id, SoftwareDevice device, Provider provider) {
    this.id = id;
    this.device = device;
    this.provider = provider;
    this.signer = new ProviderSigner(device.key(), provider);
    this.seal = new DeviceSeal(device.apple().receipts());
  }

  /** A new device, with its first key. */
  static SimulatedDevice of(
      TestApple apple, Model model, RandomGenerator random, Provider provider) {
    EcKey key = newKey(random);
    return new SimulatedDevice(DeviceId.ofFirstKey(key.keyId()), model.on(apple, key), provider);
  }

  private static EcKey newKey(RandomGenerator random) {
    byte[] label = new byte[KEY_LABEL];
    random.nextBytes(label);
    return EcKey.p256("assay simulator: device " + HexFormat.of().formatHex(label));
  }

  /**
   * What kind of device runs which app.
   *
   * @param appId prefix, dot, bundle identifier
   * @param environment of a development build, or of one from the App Store
   */
  public record Model(String appId, Environment environment, OperatingSystem system) {
    SoftwareDevice on(TestApple apple, EcKey key) {
      return new SoftwareDevice(
          apple,
          key,
          appId,
          environment,
          system,
          environment == Environment.PRODUCTION ? APP_STORE : DEVELOPMENT_SIGNED,
          BUNDLE_VERSION);
    }
  }

  /**
   * The same device after the app was deleted and installed again: the key is gone and a new one is
   * made, which Apple can tell, as the risk metric shows.
   *
   * @param random what the key follows from
   */
  public SimulatedDevice reinstalled(RandomGenerator random) {
    Model model = new Model(device.appId(), device.environment(), device.system());
    return new SimulatedDevice(id, model.on(device.apple(), newKey(random)), provider);
  }

  /** Which device it is, whatever its key. */
  public DeviceId id() {
    return id;
  }

  /** Prefix, dot, bundle identifier. */
  public String appId() {
    return device.appId();
  }

  public Environment environment() {
    return device.environment();
  }

  /** What generateKey returns, decoded: 32 bytes. */
  public Bytes keyId() {
    return device.key().keyId();
  }

  /** How many assertions were made. */
  public long counter() {
    return counter;
  }

  /**
   * What attestKey returns, with a fresh receipt in it.
   *
   * @param clientDataHash 32 bytes
   * @param now when the simulated Apple issues the certificate and the receipt
   */
  public Bytes attest(Bytes clientDataHash, Instant now) {
    return device
        .attestation(clientDataHash, now)
        .receipt(made -> made.field(ReceiptMaker.TOKEN, seal.receiptToken(id, keyId())))
        .make()
        .object();
  }

  /**
   * What generateAssertion returns; the counter is one higher each time.
   *
   * @param clientDataHash 32 bytes
   */
  public Bytes sign(Bytes clientDataHash) {
    counter++;
    return device.assertion(clientDataHash, counter).signedBy(signer::sign).make();
  }

  /**
   * What DeviceCheck's generateToken returns, in the name of the app's team: standard base64
   * without line breaks, 112 characters, another one each time.
   *
   * @param now when the device makes it
   */
  public String deviceToken(Instant now) {
    tokens++;
    Bytes nonce = Bytes.sha256(keyId(), Bytes.utf8(Long.toString(tokens))).slice(0, TOKEN_NONCE);
    String team = device.appId().substring(0, device.appId().indexOf('.'));
    return seal.sealed(
        new DeviceToken(id, team, device.environment(), nonce, now.truncatedTo(ChronoUnit.MILLIS)));
  }
}
