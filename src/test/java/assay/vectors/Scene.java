package assay.vectors;

import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.OperatingSystem;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import assay.simulator.maker.raw.CborWriter.Member;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who and what appears in all vectors, and when. */
final class Scene {
  static final String ATTESTATION_ROOT = "roots/attestation.pem";
  static final String RECEIPT_ROOT = "roots/receipts.pem";
  static final String APPLE_ROOT = "apple";

  static final String APP_ID = "TEAMID1234.com.example.app";
  static final TestApple APPLE = TestApple.of("assay test vectors");
  static final TestApple OTHER_APPLE = TestApple.of("assay test vectors, another authority");

  /** A phone with iOS 26, which tells nothing of the launch. */
  static final SoftwareDevice DEVICE =
      SoftwareDevice.of(APPLE, "assay test vectors: first device", APP_ID);

  /** The same key on iOS 27, launched from the App Store. */
  static final SoftwareDevice DEVICE_27 = DEVICE.with(OperatingSystem.IOS_27);

  static final SoftwareDevice MAC = DEVICE.with(OperatingSystem.MACOS_27);

  /** Another key. */
  static final SoftwareDevice OTHER_DEVICE =
      SoftwareDevice.of(APPLE, "assay test vectors: second device", APP_ID);

  static final Bytes CHALLENGE = Bytes.utf8("attest:9c1e6f0ad4b84c1fa2f5d1c07b3e8d46");
  static final Bytes HASH = Bytes.sha256(CHALLENGE);
  static final Bytes OTHER_CHALLENGE = Bytes.utf8("attest:2b7d90e35f6a4a0c8d11c2ab94f0e573");
  static final Bytes REQUEST =
      Bytes.utf8("{\"challenge\":\"assert:51f0b6d28e9a4c37\",\"amount\":1200}");
  static final Bytes REQUEST_HASH = Bytes.sha256(REQUEST);

  static final Instant ISSUED = Instant.parse("2026-10-01T12:00:00.153Z");
  static final Duration ON_THE_WAY = Duration.ofSeconds(2);
  static final Instant NOW = ISSUED.plus(ON_THE_WAY);

  private Scene() {}

  /**
   * An attestation for {@link #CHALLENGE}, without receipt, which makes two thirds of the bytes.
   */
  static AttestationMaker attestation(SoftwareDevice device) {
    return withReceipt(device).withoutReceipt();
  }

  static AttestationMaker withReceipt(SoftwareDevice device) {
    return device.attestation(HASH, ISSUED);
  }

  static List<Member> plus(List<Member> members, Member more) {
    List<Member> all = new ArrayList<>(members);
    all.add(more);
    return all;
  }

  /** The members without one, by its index. */
  static List<Member> minus(List<Member> members, int index) {
    List<Member> all = new ArrayList<>(members);
    all.remove(index);
    return all;
  }

  /** The members with another value for one, by its index. */
  static List<Member> with(List<Member> members, int index, Bytes value) {
    List<Member> all = new ArrayList<>(members);
    all.set(index, new Member(members.get(index).name(), value));
    return all;
  }

  /** The bytes with one bit turned. */
  static Bytes flipped(Bytes bytes, int index) {
    byte[] changed = bytes.toArray();
    changed[index] ^= 1;
    return Bytes.of(changed);
  }
}
