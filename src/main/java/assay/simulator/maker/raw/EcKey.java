package assay.simulator.maker.raw;

import assay.core.Bytes;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * A key pair that follows from a label, and its deterministic signatures (RFC 6979): the same label
 * always makes the same bytes. Whoever knows the label has the key: those of the vectors are known
 * to everybody, the simulator's labels hold a seed.
 *
 * @param point the public key as an X9.62 uncompressed point: 65 or 97 bytes
 */
public record EcKey(Curve curve, BigInteger secret, Bytes point) {

  /** The curves of Apple's certificates. */
  public enum Curve {
    P256("P-256", "1.2.840.10045.3.1.7"),
    P384("P-384", "1.3.132.0.34");

    private final ECDomainParameters domain;
    private final String oid;

    Curve(String name, String oid) {
      X9ECParameters parameters = CustomNamedCurves.getByName(name);
      this.domain = new ECDomainParameters(parameters);
      this.oid = oid;
    }

    public BigInteger order() {
      return domain.getN();
    }
  }

  /** What ECDSA hashes a message with. */
  public enum Hash {
    SHA256("SHA-256", "1.2.840.10045.4.3.2"),
    SHA384("SHA-384", "1.2.840.10045.4.3.3");

    private final String algorithm;
    private final String ecdsaOid;

    Hash(String algorithm, String ecdsaOid) {
      this.algorithm = algorithm;
      this.ecdsaOid = ecdsaOid;
    }

    Bytes of(Bytes message) {
      try {
        return Bytes.of(MessageDigest.getInstance(algorithm).digest(message.toArray()));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The AlgorithmIdentifier of ECDSA with this hash. */
    public Bytes ecdsa() {
      return Der.sequence(Der.oid(ecdsaOid));
    }

    private Digest digest() {
      return switch (this) {
        case SHA256 -> new SHA256Digest();
        case SHA384 -> new SHA384Digest();
      };
    }
  }

  public static EcKey p256(String label) {
    return of(Curve.P256, label);
  }

  public static EcKey p384(String label) {
    return of(Curve.P384, label);
  }

  /** The P-256 key of this secret number, which lies between 1 and the curve's order. */
  public static EcKey p256(BigInteger secret) {
    return of(Curve.P256, secret);
  }

  private static EcKey of(Curve curve, String label) {
    try {
      BigInteger number =
          new BigInteger(
              1, MessageDigest.getInstance("SHA-512").digest(Bytes.utf8(label).toArray()));
      return of(curve, number.mod(curve.order().subtract(BigInteger.ONE)).add(BigInteger.ONE));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EcKey of(Curve curve, BigInteger secret) {
    byte[] point =
        new FixedPointCombMultiplier()
            .multiply(curve.domain.getG(), secret)
            .normalize()
            .getEncoded(false);
    return new EcKey(curve, secret, Bytes.of(point));
  }

  /** What Apple calls the key id: SHA-256 of the point. */
  public Bytes keyId() {
    return Bytes.sha256(point);
  }

  public Bytes x() {
    return point.slice(1, (point.length() + 1) / 2);
  }

  public Bytes y() {
    return point.from((point.length() + 1) / 2);
  }

  /** The X9.62 compressed point: 02 or 03, then X. */
  public Bytes compressed() {
    return Bytes.of((byte) (2 + (y().at(y().length() - 1) & 1))).concat(x());
  }

  /** RFC 5480, with the curve by name. */
  public Bytes subjectPublicKeyInfo() {
    return subjectPublicKeyInfo(point);
  }

  /** As {@link #subjectPublicKeyInfo()}, around other bytes for the point. */
  public Bytes subjectPublicKeyInfo(Bytes otherPoint) {
    return Der.sequence(
        Der.sequence(Der.oid("1.2.840.10045.2.1"), Der.oid(curve.oid)), Der.bits(otherPoint));
  }

  /** The private key as a .p8 file holds it: PKCS#8 (RFC 5958) around RFC 5915, in DER. */
  public Bytes privateKeyInfo() {
    Bytes algorithm = Der.sequence(Der.oid("1.2.840.10045.2.1"), Der.oid(curve.oid));
    Bytes key =
        Der.sequence(
            Der.integer(1), Der.octets(fixed(curve, secret)), Der.explicit(1, Der.bits(point)));
    return Der.sequence(Der.integer(0), algorithm, Der.octets(key));
  }

  private static Bytes fixed(Curve curve, BigInteger number) {
    int width = (curve.order().bitLength() + 7) / 8;
    Bytes padded = Bytes.of(new byte[width]).concat(Bytes.of(number.toByteArray()));
    return padded.from(padded.length() - width);
  }

  /** Signs a message, which is hashed here. */
  public EcSignature sign(Hash hash, Bytes message) {
    return signDigest(hash, hash.of(message));
  }

  /** Signs a digest as it is: one hash less than {@link #sign}. */
  public EcSignature signDigest(Hash hash, Bytes digest) {
    ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(hash.digest()));
    signer.init(true, new ECPrivateKeyParameters(secret, curve.domain));
    BigInteger[] parts = signer.generateSignature(digest.toArray());
    return new EcSignature(curve, parts[0], parts[1]);
  }

  /** r and s, in the form that verifiers take and in forms that they must not. */
  public record EcSignature(Curve curve, BigInteger r, BigInteger s) {
    /** ECDSA-Sig-Value (RFC 3279). */
    public Bytes der() {
      return Der.sequence(Der.integer(r), Der.integer(s));
    }

    /** r and s in fixed width, one after the other (IEEE P1363). */
    public Bytes fixedWidth() {
      return fixed(curve, r).concat(fixed(curve, s));
    }

    /** The same signature with s in the lower half of the order. */
    public EcSignature lowS() {
      return isHigh() ? negated() : this;
    }

    /** The same signature with s in the upper half of the order. */
    public EcSignature highS() {
      return isHigh() ? this : negated();
    }

    private boolean isHigh() {
      return s.compareTo(curve.order().shiftRight(1)) > 0;
    }

    private EcSignature negated() {
      return new EcSignature(curve, r, curve.order().subtract(s));
    }
  }
}
