package assay.simulator.maker;

import static assay.simulator.maker.raw.Der.explicit;

import assay.core.App.Platform;
import assay.core.Bytes;
import assay.simulator.maker.authority.CertificateMaker;
import assay.simulator.maker.raw.Der;
import java.time.Duration;

/** How the leaf certificates and the authenticator data of Apple's systems differ. */
public enum OperatingSystem {
  /** The oldest: leafs of three days, and nothing of the system but its version. */
  IOS_14("14.4", "", "", Duration.ofDays(2)),

  /** Long-lived leafs without extended key usage, no access control, no launch information. */
  IOS_17("17.2.1", "21C66", "iphoneos", Duration.ofDays(199)),

  /** Leafs of three days, the extended key usage of 2026, access control of a phone. */
  IOS_26("26.3", "23D127", "iphoneos", Duration.ofDays(2)),

  /** As 26, and launch information in the authenticator data. */
  IOS_27("27.0", "24A437", "iphoneos", Duration.ofDays(2)),

  /** As iOS 27, with the access control of a Mac with full security. */
  MACOS_27("27.0", "26A415", "macosx", Duration.ofDays(2));

  /** What Apple's 2026 leafs may be used for. */
  public static final Bytes EXTENDED_KEY_USAGE = Der.sequence(Der.oid("1.2.840.113635.100.4.24"));

  /** The access control of a Mac with SIP on and Full Security: 66 bytes. */
  public static final Bytes FULL_SECURITY =
      Bytes.hex(
          "30400c023131303a30090c026f6ba1030101ff30090c026f61a1030101ff300b0c046f64656ca1030101ff"
              + "30150c046f73676ea0060c04727365633005a603020101");

  /** The access control of a phone of 2026: 69 bytes. */
  public static final Bytes PHONE =
      Bytes.hex(
          "30430c023131303d300a0c036f6b64a1030101ff30090c026f61a1030101ff300b0c046f73676ea1030101ff"
              + "300b0c046f64656ca1030101ff300a0c036f636ba1030101ff");

  private final String version;
  private final String build;
  private final String platform;
  private final Duration leafLifetime;

  OperatingSystem(String version, String build, String platform, Duration leafLifetime) {
    this.version = version;
    this.build = build;
    this.platform = platform;
    this.leafLifetime = leafLifetime;
  }

  public String version() {
    return version;
  }

  /** What an app on this system is configured as. */
  public Platform platform() {
    return this == MACOS_27 ? Platform.MACOS : Platform.IOS;
  }

  /** How long a leaf is valid after its issue; before it, it is for another day. */
  Duration leafLifetime() {
    return leafLifetime;
  }

  /** Before the extended key usage and the access control of 2026. */
  private boolean isOld() {
    return compareTo(IOS_17) <= 0;
  }

  boolean hasLaunchInfo() {
    return compareTo(IOS_27) >= 0;
  }

  /** Adds what Apple's leafs carry, except for the nonce. */
  CertificateMaker describe(CertificateMaker leaf, String appId) {
    if (!isOld()) {
      leaf.extension("2.5.29.37", EXTENDED_KEY_USAGE);
    }
    leaf.extension(AttestationMaker.APP, app(appId));
    return leaf.extension(AttestationMaker.SYSTEM, system());
  }

  /** Adds the access control, which Apple writes behind the nonce. */
  CertificateMaker control(CertificateMaker leaf) {
    return switch (this) {
      case IOS_14, IOS_17 -> leaf;
      case IOS_26, IOS_27 -> leaf.extension(AttestationMaker.ACCESS_CONTROL, held(PHONE));
      case MACOS_27 -> leaf.extension(AttestationMaker.ACCESS_CONTROL, held(FULL_SECURITY));
    };
  }

  /** The access control extension around its octets. */
  public static Bytes held(Bytes accessControl) {
    return Der.sequence(explicit(3, Der.octets(accessControl)));
  }

  /** The extension 8.5 of this system, for an app. */
  public Bytes app(String appId) {
    int old = isOld() ? 1 : 0;
    Bytes head =
        Der.joined(
            number(4, 10),
            number(1200, old),
            number(1201, 0),
            number(1202, old),
            number(1203, old),
            octets(1204, appId));
    Bytes tail =
        Der.joined(
            number(1206, 4 + old),
            number(1207, 0),
            number(1209, 0),
            number(1210, 0),
            number(1211, 0));
    return isOld()
        ? Der.sequence(head, octets(5, "sks "), tail)
        : Der.sequence(head, tail, number(10, 0));
  }

  private Bytes system() {
    if (this == IOS_14) {
      return Der.sequence(octets(1400, version));
    }
    Bytes head =
        Der.joined(
            octets(1400, version),
            number(1104, 2),
            octets(1401, "1.0.216"),
            octets(1403, build),
            octets(1404, version),
            octets(1405, version));
    Bytes numbers = Bytes.EMPTY;
    for (int tag = 1406; tag <= 1413; tag++) {
      numbers = numbers.concat(number(tag, 0));
    }
    Bytes tail =
        Der.joined(
            octets(1418, "24.1.325.0.2,0"), octets(1419, "24.1.325.0.2,0"),
            octets(1420, "24.1.325.0.2,0"), octets(1026, platform));
    return Der.sequence(head, numbers, tail);
  }

  private static Bytes number(int tag, int value) {
    return explicit(tag, Der.integer(value));
  }

  private static Bytes octets(int tag, String text) {
    return explicit(tag, Der.octets(Bytes.utf8(text)));
  }
}
