package assay.simulator.maker.authority;

import assay.core.Bytes;
import assay.simulator.maker.raw.Der;
import assay.simulator.maker.raw.EcKey;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** An X.509 certificate in the making; every part may be replaced before it is signed. */
public final class CertificateMaker {
  private static final String BASIC_CONSTRAINTS = "2.5.29.19";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";
  private static final String AUTHORITY_KEY_IDENTIFIER = "2.5.29.35";

  private static final Bytes VERSION_3 = Der.explicit(0, Der.integer(2));

  private Bytes serial = Der.integer(1);
  private Bytes issuer = Der.sequence();
  private Bytes subject = Der.sequence();
  private Instant notBefore = Instant.EPOCH;
  private Instant notAfter = Instant.EPOCH;
  private Bytes publicKey = Der.sequence();
  private final Map<String, Bytes> extensions = new LinkedHashMap<>();
  private Bytes moreExtensions = Bytes.EMPTY;

  public CertificateMaker serial(BigInteger number) {
    serial = Der.integer(number);
    return this;
  }

  /** A name as {@link Der#name} makes it. */
  public CertificateMaker issuer(Bytes name) {
    issuer = name;
    return this;
  }

  /** A name as {@link Der#name} makes it. */
  public CertificateMaker subject(Bytes name) {
    subject = name;
    return this;
  }

  /** Both ends belong to the time in which the certificate is valid; whole seconds. */
  public CertificateMaker valid(Instant from, Instant to) {
    notBefore = from;
    notAfter = to;
    return this;
  }

  public CertificateMaker validUntil(Instant to) {
    notAfter = to;
    return this;
  }

  public CertificateMaker validFrom(Instant from) {
    notBefore = from;
    return this;
  }

  /** A SubjectPublicKeyInfo in DER. */
  public CertificateMaker publicKey(Bytes subjectPublicKeyInfo) {
    publicKey = subjectPublicKeyInfo;
    return this;
  }

  public CertificateMaker endEntity() {
    return critical(BASIC_CONSTRAINTS, Der.sequence());
  }

  public CertificateMaker authority() {
    return critical(BASIC_CONSTRAINTS, Der.sequence(Der.TRUE));
  }

  public CertificateMaker authority(int pathLength) {
    return critical(BASIC_CONSTRAINTS, Der.sequence(Der.TRUE, Der.integer(pathLength)));
  }

  /**
   * One byte of key usage bits.
   *
   * @param unusedBits how many of the byte's lowest bits do not count, as DER wants it
   */
  public CertificateMaker keyUsage(int unusedBits, int bits) {
    return critical(KEY_USAGE, Der.value(Der.BIT_STRING, Bytes.of((byte) unusedBits, (byte) bits)));
  }

  public CertificateMaker subjectKeyIdentifier(EcKey key) {
    return extension(SUBJECT_KEY_IDENTIFIER, Der.octets(identifier(key)));
  }

  public CertificateMaker authorityKeyIdentifier(EcKey key) {
    return extension(AUTHORITY_KEY_IDENTIFIER, Der.sequence(Der.value(0x80, identifier(key))));
  }

  /** Any 20 bytes that follow from the key do. */
  private static Bytes identifier(EcKey key) {
    return Bytes.sha256(key.point()).slice(0, 20);
  }

  /** Adds an extension, or replaces it in its place. */
  public CertificateMaker extension(String oid, Bytes der) {
    extensions.put(oid, Der.sequence(Der.oid(oid), Der.octets(der)));
    return this;
  }

  /** Adds an extension that is marked critical, or replaces it in its place. */
  public CertificateMaker critical(String oid, Bytes der) {
    extensions.put(oid, Der.sequence(Der.oid(oid), Der.TRUE, Der.octets(der)));
    return this;
  }

  /** Adds an extension behind the others, even one that is there already. */
  public CertificateMaker oneMoreExtension(String oid, Bytes der) {
    moreExtensions = moreExtensions.concat(Der.sequence(Der.oid(oid), Der.octets(der)));
    return this;
  }

  public CertificateMaker without(String oid) {
    extensions.remove(oid);
    return this;
  }

  /** The certificate's DER. */
  public Bytes signedBy(EcKey key, EcKey.Hash hash) {
    Bytes toBeSigned =
        Der.sequence(
            VERSION_3,
            serial,
            hash.ecdsa(),
            issuer,
            Der.sequence(Der.utcTime(notBefore), Der.utcTime(notAfter)),
            subject,
            publicKey,
            Der.explicit(
                3,
                Der.sequence(
                    Der.joined(extensions.values().toArray(Bytes[]::new)), moreExtensions)));
    return Der.sequence(toBeSigned, hash.ecdsa(), Der.bits(key.sign(hash, toBeSigned).der()));
  }
}
