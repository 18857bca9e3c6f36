package assay.core.authenticator;

import assay.core.Bytes;
import assay.core.Malformed;

/**
 * What the device says and hashes: {@code rpIdHash[32] ‖ flags[1] ‖ counter[4]}, in an attestation
 * followed by the attested credential, in either followed by nothing or one CBOR map of extensions
 * (protocol.md 1.2 to 1.4, 2).
 *
 * @param raw exactly the bytes that were received, which are the bytes that are hashed
 * @param rpIdHash SHA-256 of the App ID, 32 bytes
 * @param flags recorded and never believed: see the package's note
 * @param counter unsigned 32 bits
 */
public record AuthenticatorData(
    Bytes raw, Bytes rpIdHash, int flags, long counter, LaunchInfo launchInfo) {
  static final int FLAGS_AT = 32;
  static final int COUNTER_AT = 33;
  static final int HEAD = 37;

  /** Authenticator data of an assertion: never attested data, whatever the flags say. */
  public static AuthenticatorData ofAssertion(Bytes raw) throws Malformed {
    return read(raw, HEAD);
  }

  /** The common head of both kinds, and the extensions from where they begin. */
  static AuthenticatorData read(Bytes raw, int extensionsAt) throws Malformed {
    if (raw.length() < HEAD) {
      throw new Malformed(
          "authenticator data has " + raw.length() + " bytes; it takes at least " + HEAD);
    }
    return new AuthenticatorData(
        raw,
        raw.slice(0, FLAGS_AT),
        raw.at(FLAGS_AT),
        raw.unsigned(COUNTER_AT, HEAD),
        extensionsAt == raw.length() ? LaunchInfo.NONE : extensions(raw.from(extensionsAt)));
  }

  private static LaunchInfo extensions(Bytes tail) throws Malformed {
    try {
      return LaunchInfo.of(Cbor.map(tail));
    } catch (Malformed e) {
      throw new Malformed("extensions of the authenticator data: " + e.getMessage());
    }
  }
}
