package assay.core.inspect.asn1;

import static java.util.Map.entry;

import assay.core.attestation.Leaf;
import java.util.Map;

/** The object identifiers that stand in Apple's objects, by the names of their standards. */
public final class ObjectIdentifiers {
  public static final String BASIC_CONSTRAINTS = "2.5.29.19";
  public static final String KEY_USAGE = "2.5.29.15";
  public static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  public static final String EC_PUBLIC_KEY = "1.2.840.10045.2.1";
  public static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
  public static final String P256 = "1.2.840.10045.3.1.7";

  private static final Map<String, String> NAMES =
      Map.ofEntries(
          entry("1.2.840.10045.4.3.2", "ecdsa-with-SHA256"),
          entry("1.2.840.10045.4.3.3", "ecdsa-with-SHA384"),
          entry("1.2.840.10045.4.3.4", "ecdsa-with-SHA512"),
          entry("1.2.840.113549.1.1.11", "sha256WithRSAEncryption"),
          entry("1.2.840.113549.1.1.1", "rsaEncryption"),
          entry(EC_PUBLIC_KEY, "id-ecPublicKey"),
          entry(P256, "P-256"),
          entry("1.3.132.0.34", "P-384"),
          entry("2.16.840.1.101.3.4.2.1", "sha256"),
          entry(SIGNED_DATA, "signedData"),
          entry("1.2.840.113549.1.7.1", "data"),
          entry("1.2.840.113549.1.9.3", "contentType"),
          entry("1.2.840.113549.1.9.4", "messageDigest"),
          entry("1.2.840.113549.1.9.5", "signingTime"),
          entry("1.2.840.113549.1.9.52", "cmsAlgorithmProtection"),
          entry(BASIC_CONSTRAINTS, "basicConstraints"),
          entry(KEY_USAGE, "keyUsage"),
          entry(EXTENDED_KEY_USAGE, "extKeyUsage"),
          entry("2.5.29.14", "subjectKeyIdentifier"),
          entry("2.5.29.35", "authorityKeyIdentifier"),
          entry("2.5.29.31", "cRLDistributionPoints"),
          entry("2.5.29.32", "certificatePolicies"),
          entry("1.3.6.1.5.5.7.1.1", "authorityInfoAccess"),
          entry("1.3.6.1.5.5.7.48.1", "ocsp"),
          entry("1.2.840.113635.100.4.24", "App Attest leaf"),
          entry(Leaf.NONCE, "nonce"),
          entry(Leaf.APP, "app properties"),
          entry(Leaf.ACCESS_CONTROL, "key access control"),
          entry(Leaf.SYSTEM, "system properties"),
          entry("1.2.840.113635.100.12.15", "receipt signer marker"),
          entry("1.2.840.113635.100.6.2.3", "Application Integration marker"));

  private ObjectIdentifiers() {}

  public static boolean isKnown(String oid) {
    return NAMES.containsKey(oid);
  }

  /** The name, or the digits where there is none. */
  public static String name(String oid) {
    return NAMES.getOrDefault(oid, oid);
  }

  /** The name with the digits behind it. */
  public static String describe(String oid) {
    return isKnown(oid) ? NAMES.get(oid) + " (" + oid + ")" : oid;
  }
}
