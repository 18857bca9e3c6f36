package assay.core;

import assay.config.crypto.Providers;
import assay.core.attestation.Attestation;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import assay.core.receipt.Expected;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/**
 * Evidence in Apple's shape under roots of our own, with fixed keys: what the hostile inputs of the
 * tests are made from. Every part can be put in by hand.
 */
public final class Forged {
  public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  public static final String APP_ID = "TEAMID1234.example.forged";
  public static final App APP = App.of(APP_ID, App.Environment.DEVELOPMENT);
  public static final Bytes CLIENT_DATA_HASH = Bytes.sha256(Bytes.utf8("challenge"));
  public static final Signatures SIGNATURES = new Signatures(Providers.best());

  public static final byte[] P256 =
      Der.sequence(Der.oid("1.2.840.10045.2.1"), Der.oid("1.2.840.10045.3.1.7"));
  public static final byte[] P384 =
      Der.sequence(Der.oid("1.2.840.10045.2.1"), Der.oid("1.3.132.0.34"));
  public static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final byte[] SHA256 = Der.sequence(Der.oid("2.16.840.1.101.3.4.2.1"));
  private static final byte[] TRUE = {1, 1, -1};
  private static final byte[] SERIAL = Der.integer(7);

  private static final byte[] OF_AUTHORITY =
      Der.join(
          criticalExtension("2.5.29.19", Der.sequence(TRUE)),
          criticalExtension("2.5.29.15", new byte[] {3, 2, 1, 6}));
  public static final byte[] OF_END_ENTITY =
      Der.join(
          criticalExtension("2.5.29.19", Der.sequence()),
          criticalExtension("2.5.29.15", new byte[] {3, 2, 7, (byte) 0x80}));

  /** Who signs: a name and a key. */
  public static final class Signer {
    private final byte[] name;
    private final byte[] keyInfo;
    private final PrivateKey key;

    public Signer(byte[] name, byte[] keyInfo, PrivateKey key) {
      this.name = name;
      this.keyInfo = keyInfo;
      this.key = key;
    }

    /** The same key under another name. */
    public Signer named(byte[] other) {
      return new Signer(other, keyInfo, key);
    }

    public byte[] name() {
      return name;
    }

    public byte[] keyInfo() {
      return keyInfo;
    }

    static Signer of(String name, String curve, byte[] algorithm, long secret) {
      try {
        var point =
            CustomNamedCurves.getByName(curve)
                .getG()
                .multiply(BigInteger.valueOf(secret))
                .getEncoded(false);
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        return new Signer(
            Forged.name(name),
            Der.sequence(algorithm, Der.bits(point)),
            KeyFactory.getInstance("EC")
                .generatePrivate(
                    new ECPrivateKeySpec(
                        BigInteger.valueOf(secret),
                        parameters.getParameterSpec(ECParameterSpec.class))));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    public byte[] sign(byte[] message) {
      try {
        Signature signature = Signature.getInstance("SHA256withECDSA", SIGNATURES.provider());
        signature.initSign(key);
        signature.update(message);
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public static final Signer ROOT =
      Signer.of("Forged Root", "secp384r1", P384, 0x1234_5678_9abc_def1L);
  public static final Signer AUTHORITY =
      Signer.of("Forged Authority", "secp384r1", P384, 0x1234_5678_9abc_def2L);
  public static final Signer DEVICE =
      Signer.of("device", "secp256r1", P256, 0x1234_5678_9abc_def3L);
  public static final Signer RECEIPT_SIGNER =
      Signer.of(
          "Application Attestation Fraud Receipt Signing",
          "secp256r1",
          P256,
          0x1234_5678_9abc_def4L);

  private static final byte[] ROOT_CERTIFICATE =
      certificate(ROOT, ROOT.name(), ROOT.keyInfo(), OF_AUTHORITY);
  public static final byte[] AUTHORITY_CERTIFICATE =
      certificate(
          ROOT,
          AUTHORITY.name(),
          AUTHORITY.keyInfo(),
          OF_AUTHORITY,
          extension("1.2.840.113635.100.6.2.3", Der.none()));
  public static final byte[] RECEIPT_SIGNER_CERTIFICATE =
      certificate(
          AUTHORITY,
          RECEIPT_SIGNER.name(),
          RECEIPT_SIGNER.keyInfo(),
          OF_END_ENTITY,
          extension("1.2.840.113635.100.12.15", Der.none()));

  public static final Bytes PUBLIC_KEY = point(DEVICE);
  public static final Bytes KEY_ID = Bytes.sha256(PUBLIC_KEY);
  public static final Bytes AUTH_DATA = authData();
  public static final byte[] LEAF = leaf(AUTH_DATA);

  private Forged() {}

  /** The roots of both worlds: the forged one and Apple's. */
  public static TrustedRoots roots(List<X509Certificate> apples) {
    try {
      var root =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(ROOT_CERTIFICATE));
      return new TrustedRoots(
          java.util.stream.Stream.concat(apples.stream(), java.util.stream.Stream.of(root))
              .toList(),
          SIGNATURES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] name(String commonName) {
    return Der.sequence(attribute(Der.utf8(commonName)));
  }

  /** A relative distinguished name of one common name. */
  public static byte[] attribute(byte[] commonName) {
    return Der.set(Der.sequence(Der.oid("2.5.4.3"), commonName));
  }

  public static byte[] extension(String oid, byte[]... value) {
    return Der.sequence(Der.oid(oid), Der.octets(value));
  }

  private static byte[] criticalExtension(String oid, byte[]... value) {
    return Der.sequence(Der.oid(oid), TRUE, Der.octets(value));
  }

  /** A certificate that lives from 2020 to 2049 and is signed by the issuer. */
  public static byte[] certificate(
      Signer issuer, byte[] subject, byte[] keyInfo, byte[]... extensions) {
    return signed(issuer, certified(SERIAL, issuer.name(), subject, keyInfo, extensions));
  }

  /** The same with any serial number. */
  public static byte[] certificate(byte[] serial, Signer issuer, Signer subject) {
    return signed(issuer, certified(serial, issuer.name(), subject.name(), subject.keyInfo()));
  }

  private static byte[] signed(Signer issuer, byte[] body) {
    return Der.sequence(body, ECDSA_SHA256, Der.bits(issuer.sign(body)));
  }

  /** The same with any signature. */
  public static byte[] certificate(
      byte[] signature, byte[] issuer, byte[] subject, byte[] keyInfo, byte[]... extensions) {
    return Der.sequence(
        certified(SERIAL, issuer, subject, keyInfo, extensions), ECDSA_SHA256, Der.bits(signature));
  }

  private static byte[] certified(
      byte[] serial, byte[] issuer, byte[] subject, byte[] keyInfo, byte[]... extensions) {
    return Der.sequence(
        Der.tagged(0, Der.integer(2)),
        serial,
        ECDSA_SHA256,
        issuer,
        Der.sequence(utcTime("200101000000Z"), utcTime("490101000000Z")),
        subject,
        keyInfo,
        Der.tagged(3, Der.sequence(extensions)));
  }

  /** The device's certificate for an attestation with the given authenticator data. */
  public static byte[] leaf(Bytes authData) {
    return certificate(
        AUTHORITY,
        name(KEY_ID.hex()),
        DEVICE.keyInfo(),
        OF_END_ENTITY,
        appleExtensions(Bytes.sha256(authData, CLIENT_DATA_HASH).toArray()));
  }

  private static byte[] utcTime(String text) {
    return Der.tlv(0x17, text.getBytes(StandardCharsets.US_ASCII));
  }

  public static byte[] appleExtensions(byte[] nonce) {
    return Der.join(
        extension("1.2.840.113635.100.8.2", Der.sequence(Der.tagged(1, Der.octets(nonce)))),
        extension(
            "1.2.840.113635.100.8.5",
            Der.sequence(
                Der.tagged(4, Der.integer(10)),
                Der.tagged(1204, Der.octets(APP_ID.getBytes(StandardCharsets.UTF_8))))),
        extension("1.2.840.113635.100.8.6", Der.sequence(Der.tagged(3, Der.octets(new byte[66])))),
        extension(
            "1.2.840.113635.100.8.7",
            Der.sequence(
                Der.tagged(1400, Der.octets("27.0".getBytes(StandardCharsets.UTF_8))),
                Der.tagged(1403, Der.octets("24A325b".getBytes(StandardCharsets.UTF_8))))));
  }

  private static Bytes point(Signer signer) {
    byte[] info = signer.keyInfo();
    return Bytes.of(info).from(info.length - 65);
  }

  private static Bytes authData() {
    return head(0)
        .concat(APP.environment().aaguid())
        .concat(Bytes.hex("0020"))
        .concat(KEY_ID)
        .concat(Bytes.hex("a5010203262001215820"))
        .concat(PUBLIC_KEY.slice(1, 33))
        .concat(Bytes.hex("225820"))
        .concat(PUBLIC_KEY.from(33))
        .concat(launchInfo());
  }

  private static Bytes head(int counter) {
    return Bytes.sha256(Bytes.utf8(APP_ID))
        .concat(Bytes.of((byte) 0x40, (byte) 0, (byte) 0, (byte) 0, (byte) counter));
  }

  /** The extension map of version 27: bundle version 1, category 3. */
  private static Bytes launchInfo() {
    return Cbors.map(
        Cbors.text("apple_bundle_version_01"),
        Cbors.text("1"),
        Cbors.text("apple_validation_category_01"),
        Cbors.bytes(Bytes.hex("03000000")));
  }

  public static Bytes attestationObject(Bytes authData, byte[] leaf, byte[] authority) {
    return Cbors.map(
        Cbors.text("fmt"),
        Cbors.text("apple-appattest"),
        Cbors.text("attStmt"),
        Cbors.map(
            Cbors.text("x5c"),
            Cbors.array(Cbors.bytes(Bytes.of(leaf)), Cbors.bytes(Bytes.of(authority))),
            Cbors.text("receipt"),
            Cbors.bytes(Bytes.of(receipt()))),
        Cbors.text("authData"),
        Cbors.bytes(authData));
  }

  public static Attestation attestation(Bytes object) {
    return new Attestation(KEY_ID, object, CLIENT_DATA_HASH);
  }

  /** An assertion of counter 1 by the device's key. */
  public static Bytes assertionObject() {
    Bytes data = head(1).concat(launchInfo());
    return assertionObject(
        Bytes.of(DEVICE.sign(Bytes.sha256(data, CLIENT_DATA_HASH).toArray())), data);
  }

  public static Bytes assertionObject(Bytes signature, Bytes data) {
    return Cbors.map(
        Cbors.text("signature"),
        Cbors.bytes(signature),
        Cbors.text("authenticatorData"),
        Cbors.bytes(data));
  }

  public static Optional<Expected> expectedAtRegistration() {
    return Optional.of(
        new Expected.AtRegistration(KEY_ID, Optional.of(Bytes.of(LEAF)), CLIENT_DATA_HASH));
  }

  /** A field of a receipt's payload. */
  public static byte[] field(int type, byte[] value) {
    return Der.sequence(Der.integer(type), Der.integer(1), Der.octets(value));
  }

  public static byte[] field(int type, String value) {
    return field(type, value.getBytes(StandardCharsets.UTF_8));
  }

  /** The payload of an ATTEST receipt that was created at the given time. */
  public static byte[] payload(String created, byte[]... more) {
    return Der.set(
        field(2, APP_ID),
        field(3, LEAF),
        field(4, CLIENT_DATA_HASH.toArray()),
        field(5, "dG9rZW4="),
        field(6, "ATTEST"),
        field(7, "sandbox"),
        field(12, created),
        field(21, "2026-08-30T12:00:00Z"),
        Der.join(more));
  }

  public static byte[] receipt() {
    return receipt(payload(NOW.toString()));
  }

  /** A receipt in order around any payload. */
  public static byte[] receipt(byte[] payload) {
    return receipt(
        payload,
        Der.join(RECEIPT_SIGNER_CERTIFICATE, AUTHORITY_CERTIFICATE),
        signerInfo(AUTHORITY.name(), new byte[0], RECEIPT_SIGNER.sign(payload)));
  }

  public static byte[] receipt(byte[] payload, byte[] certificates, byte[] signerInfos) {
    return Der.sequence(
        Der.oid("1.2.840.113549.1.7.2"),
        Der.tagged(
            0,
            Der.sequence(
                Der.integer(1),
                Der.set(SHA256),
                Der.sequence(Der.oid("1.2.840.113549.1.7.1"), Der.tagged(0, Der.octets(payload))),
                Der.tagged(0, certificates),
                Der.set(signerInfos))));
  }

  /** As Apple writes it: indefinite lengths, the payload in chunks of 1000 bytes. */
  public static byte[] receiptInChunks() {
    byte[] payload = payload(NOW.toString());
    Bytes whole = Bytes.of(payload);
    byte[] chunks = {};
    for (int from = 0; from < payload.length; from += 1000) {
      chunks =
          Der.join(
              chunks,
              Der.octets(whole.slice(from, Math.min(from + 1000, payload.length)).toArray()));
    }
    return Der.indefinite(
        0x30,
        Der.oid("1.2.840.113549.1.7.2"),
        Der.indefinite(
            0xa0,
            Der.indefinite(
                0x30,
                Der.integer(1),
                Der.set(SHA256),
                Der.indefinite(
                    0x30,
                    Der.oid("1.2.840.113549.1.7.1"),
                    Der.indefinite(0xa0, Der.indefinite(0x24, chunks))),
                Der.indefinite(0xa0, RECEIPT_SIGNER_CERTIFICATE, AUTHORITY_CERTIFICATE),
                Der.set(signerInfo(AUTHORITY.name(), new byte[0], RECEIPT_SIGNER.sign(payload))))));
  }

  /** What the signer says; its attributes are nothing, or the whole [0]. */
  public static byte[] signerInfo(byte[] issuer, byte[] attributes, byte[] signature) {
    return signerInfo(issuer, SHA256, attributes, ECDSA_SHA256, signature);
  }

  /** What the signer of any issuer and serial number says. */
  public static byte[] signerInfo(byte[] issuerAndSerial, byte[] signature) {
    return Der.sequence(
        Der.integer(1), issuerAndSerial, SHA256, ECDSA_SHA256, Der.octets(signature));
  }

  public static byte[] signerInfo(
      byte[] issuer, byte[] digest, byte[] attributes, byte[] algorithm, byte[] signature) {
    return Der.sequence(
        Der.integer(1),
        Der.sequence(issuer, SERIAL),
        digest,
        attributes,
        algorithm,
        Der.octets(signature));
  }

  /** The same, where the signer is named by its key's identifier. */
  public static byte[] signerInfoByKey(byte[] identifier, byte[] signature) {
    return Der.sequence(
        Der.integer(3), Der.tlv(0x80, identifier), SHA256, ECDSA_SHA256, Der.octets(signature));
  }
}
