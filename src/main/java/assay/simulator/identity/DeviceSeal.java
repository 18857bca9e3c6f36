package assay.simulator.identity;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.maker.authority.ReceiptAuthority;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Writes and reads which device it is, under an HMAC-SHA-256 with a secret of the simulated
 * Apple's. Apple encrypts it; here it can be read by everybody and made by nobody else.
 */
public final class DeviceSeal {
  private static final int MAC = 32;
  private static final int TEAM = 10;
  private static final int NONCE = 16;
  private static final int MILLIS = 7;
  private static final int TOKEN = DeviceId.LENGTH + NONCE + MILLIS + 1 + TEAM + MAC;

  private final Bytes secret;

  /** The seal of the Apple that signs these receipts. */
  public DeviceSeal(ReceiptAuthority authority) {
    this.secret =
        Bytes.sha256(
            Bytes.utf8("assay simulator: devices"),
            Bytes.of(authority.signerKey().secret().toByteArray()));
  }

  /** Field 5 of a receipt of this key: 64 bytes in 88 characters, as Apple's. */
  public String receiptToken(DeviceId device, Bytes keyId) {
    Bytes told = device.bytes().concat(keyId.slice(0, DeviceId.LENGTH));
    return told.concat(mac(told)).base64();
  }

  /** The device in field 5 of a receipt of this key, where this Apple's device wrote it. */
  public Optional<DeviceId> deviceOf(String receiptToken, Bytes keyId) {
    return opened(receiptToken, 2 * DeviceId.LENGTH + MAC)
        .filter(told -> told.from(DeviceId.LENGTH).equals(keyId.slice(0, DeviceId.LENGTH)))
        .map(told -> new DeviceId(told.slice(0, DeviceId.LENGTH)));
  }

  /** What generateToken gives: standard base64 without line breaks, 112 characters. */
  public String sealed(DeviceToken token) {
    Bytes told =
        token
            .device()
            .bytes()
            .concat(token.nonce())
            .concat(Bytes.hex("%014x".formatted(token.made().toEpochMilli())))
            .concat(Bytes.of((byte) (token.environment() == Environment.PRODUCTION ? 1 : 0)))
            .concat(Bytes.utf8(token.team()));
    return told.concat(mac(told)).base64();
  }

  /** The device's token, where it is one of this Apple's devices. */
  public Optional<DeviceToken> opened(String sealed) {
    return opened(sealed, TOKEN).map(DeviceSeal::token);
  }

  private static DeviceToken token(Bytes told) {
    int time = DeviceId.LENGTH + NONCE;
    int environment = time + MILLIS;
    return new DeviceToken(
        new DeviceId(told.slice(0, DeviceId.LENGTH)),
        told.from(environment + 1).text(),
        told.at(environment) == 1 ? Environment.PRODUCTION : Environment.DEVELOPMENT,
        told.slice(DeviceId.LENGTH, time),
        Instant.ofEpochMilli(told.unsigned(time, environment)));
  }

  /** What is before the MAC, where the MAC fits. */
  private Optional<Bytes> opened(String base64, int length) {
    try {
      Bytes whole = Bytes.of(Base64.getDecoder().decode(base64));
      if (whole.length() == length) {
        Bytes told = whole.slice(0, length - MAC);
        return Optional.of(told).filter(_ -> mac(told).equals(whole.from(length - MAC)));
      }
    } catch (IllegalArgumentException _) {
      // not base64
    }
    return Optional.empty();
  }

  private Bytes mac(Bytes told) {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(secret.toArray()));
    mac.update(told.toArray(), 0, told.length());
    byte[] made = new byte[MAC];
    mac.doFinal(made, 0);
    return Bytes.of(made);
  }
}
