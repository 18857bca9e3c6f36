package assay.core.authenticator;

import assay.core.Bytes;
import assay.core.Malformed;
import java.util.Map;
import java.util.Set;

/**
 * Authenticator data of an attestation: always with the attested credential at byte 37, whatever
 * the flags say (protocol.md 1.2).
 *
 * @param aaguid 16 bytes that name the environment
 * @param credentialId the key id, 32 bytes
 * @param publicKey the COSE key as an X9.62 uncompressed point, 65 bytes; only ever compared with
 *     the leaf's, never used
 */
public record AttestedData(
    AuthenticatorData common, Bytes aaguid, Bytes credentialId, Bytes publicKey) {
  private static final int AAGUID_AT = AuthenticatorData.HEAD;
  private static final int LENGTH_AT = AAGUID_AT + 16;
  private static final int CREDENTIAL_AT = LENGTH_AT + 2;
  private static final int CREDENTIAL_LENGTH = 32;
  private static final int COSE_KEY_AT = CREDENTIAL_AT + CREDENTIAL_LENGTH;
  private static final int COORDINATE = 32;

  /**
   * COSE (RFC 9053) names of key type, algorithm and curve, with the only values Apple uses: EC2,
   * ES256, P-256.
   */
  private static final Map<String, Integer> P256 = Map.of("1", 2, "3", -7, "-1", 1);

  private static final String X = "-2";
  private static final String Y = "-3";
  private static final Set<String> MEMBERS = Set.of("1", "3", "-1", X, Y);

  public static AttestedData decode(Bytes raw) throws Malformed {
    if (raw.length() < CREDENTIAL_AT) {
      throw new Malformed(
          "authenticator data has "
              + raw.length()
              + " bytes; an attestation's takes at least "
              + CREDENTIAL_AT);
    }
    long length = raw.unsigned(LENGTH_AT, CREDENTIAL_AT);
    if (length != CREDENTIAL_LENGTH) {
      throw new Malformed("the credential id has " + length + " bytes, not " + CREDENTIAL_LENGTH);
    }
    if (raw.length() < COSE_KEY_AT) {
      throw new Malformed("authenticator data is cut off inside the credential id");
    }
    int keyEnd;
    Bytes publicKey;
    try {
      keyEnd = Cbor.endOfItem(raw, COSE_KEY_AT, Cbor.Keys.INTEGER);
      publicKey = point(Cbor.integerKeyedMap(raw.slice(COSE_KEY_AT, keyEnd)));
    } catch (Malformed e) {
      throw new Malformed("COSE key: " + e.getMessage());
    }
    return new AttestedData(
        AuthenticatorData.read(raw, keyEnd),
        raw.slice(AAGUID_AT, LENGTH_AT),
        raw.slice(CREDENTIAL_AT, COSE_KEY_AT),
        publicKey);
  }

  private static Bytes point(Cbor.Members key) throws Malformed {
    if (!key.values().keySet().equals(MEMBERS)) {
      throw new Malformed(
          "members "
              + key.values().keySet()
              + "; a P-256 key has exactly "
              + MEMBERS.stream().sorted().toList());
    }
    for (Map.Entry<String, Integer> member : P256.entrySet()) {
      if (!member.getValue().equals(key.values().get(member.getKey()))) {
        throw new Malformed("member " + member.getKey() + " is not " + member.getValue());
      }
    }
    Bytes x = key.requiredBytes(X);
    Bytes y = key.requiredBytes(Y);
    if (x.length() != COORDINATE || y.length() != COORDINATE) {
      throw new Malformed(
          "coordinates have " + x.length() + " and " + y.length() + " bytes, not " + COORDINATE);
    }
    return Bytes.of((byte) 4).concat(x).concat(y);
  }
}
