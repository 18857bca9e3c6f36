package assay.core.pki;

import assay.core.Bytes;
import assay.core.Malformed;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** ECDSA on P-256 with SHA-256, by the provider that was handed in. Thread-safe. */
public final class Signatures {
  /**
   * A SubjectPublicKeyInfo (RFC 5480) of a P-256 key is this and the 65 bytes of the uncompressed
   * point.
   */
  private static final Bytes P256_INFO =
      Bytes.hex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

  private static final ECCurve P256 = CustomNamedCurves.getByName("P-256").getCurve();
  private static final ECPoint BASE = CustomNamedCurves.getByName("P-256").getG();
  private static final int POINT = 65;
  private static final int COORDINATE = 32;
  private static final int UNCOMPRESSED = 4;
  private static final int LONGEST_SIGNATURE = 72; // a SEQUENCE of two INTEGERs of 33 bytes
  private static final BigInteger P256_ORDER = P256.getOrder();

  /** The point (1, 1), which is not on P-256. */
  private static final Bytes OFF_THE_CURVE =
      Bytes.hex("04" + "00".repeat(31) + "01" + "00".repeat(31) + "01");

  private final Provider provider;
  private final boolean mustCheckPoints;

  /**
   * Checks signatures by a provider.
   *
   * @param provider registered with {@link java.security.Security}
   */
  public Signatures(Provider provider) {
    this.provider = provider;
    this.mustCheckPoints = takes(OFF_THE_CURVE);
  }

  public Provider provider() {
    return provider;
  }

  /** The JDK's key factory does not look whether a point is on the curve; the others do. */
  private boolean takes(Bytes point) {
    try {
      decode(point);
      return true;
    } catch (GeneralSecurityException | RuntimeException _) {
      return false;
    }
  }

  private PublicKey decode(Bytes point) throws GeneralSecurityException {
    return KeyFactory.getInstance("EC", provider)
        .generatePublic(new X509EncodedKeySpec(P256_INFO.concat(point).toArray()));
  }

  /**
   * The key of an X9.62 uncompressed point.
   *
   * @param point 65 bytes: 04, X, Y
   * @throws Malformed where the point has another form or is not on the curve
   */
  public PublicKey key(Bytes point) throws Malformed {
    requireForm(point);
    try {
      if (mustCheckPoints) {
        P256.decodePoint(point.toArray());
      }
      return decode(point);
    } catch (GeneralSecurityException | RuntimeException _) {
      throw new Malformed("the public key is not a point of P-256");
    }
  }

  /**
   * The point of a P-256 key's SubjectPublicKeyInfo: 65 bytes, on the curve. The JDK reads
   * certificates whose point is not, and a key that no signature fits must not be registered.
   */
  public static Bytes point(Bytes subjectPublicKeyInfo) throws Malformed {
    int header = P256_INFO.length();
    if (subjectPublicKeyInfo.length() != header + POINT
        || !subjectPublicKeyInfo.slice(0, header).equals(P256_INFO)) {
      throw new Malformed("the public key is not an uncompressed P-256 point");
    }
    return requirePoint(subjectPublicKeyInfo.from(header));
  }

  /** The SubjectPublicKeyInfo of a P-256 key. */
  public static Bytes subjectPublicKeyInfo(Bytes point) {
    return P256_INFO.concat(point);
  }

  /** An X9.62 uncompressed point of 65 bytes, on P-256. */
  public static Bytes requirePoint(Bytes point) throws Malformed {
    requireForm(point);
    try {
      P256.decodePoint(point.toArray());
      return point;
    } catch (IllegalArgumentException _) {
      throw new Malformed("the public key is not a point of P-256");
    }
  }

  private static void requireForm(Bytes point) throws Malformed {
    if (point.length() != POINT || point.at(0) != UNCOMPRESSED) {
      throw new Malformed(
          "a public key is an X9.62 uncompressed point of 65 bytes that begins with 04");
    }
  }

  /**
   * Whether the signature is the key's over the message, which is hashed here.
   *
   * @param signature an ECDSA-Sig-Value (RFC 3279) in DER with r and s in [1, n-1], s of either
   *     half; providers differ in what else they take, so the form is checked first
   */
  public boolean verify(PublicKey key, Bytes message, Bytes signature) {
    if (!wellFormed(signature)) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance("SHA256withECDSA", provider);
      verifier.initVerify(key);
      verifier.update(message.toArray());
      return verifier.verify(signature.toArray());
    } catch (GeneralSecurityException | RuntimeException _) {
      return false;
    }
  }

  /** Whether the bytes are an ECDSA-Sig-Value in DER with r and s in [1, n-1] of P-256. */
  public static boolean wellFormed(Bytes signature) {
    if (signature.length() > LONGEST_SIGNATURE) {
      return false;
    }
    try {
      for (BigInteger part : StandardDSAEncoding.INSTANCE.decode(P256_ORDER, signature.toArray())) {
        if (part.signum() <= 0) {
          return false;
        }
      }
      return true;
    } catch (IOException | RuntimeException _) {
      return false;
    }
  }

  /** The ECDSA-Sig-Value of r and s in fixed width, one after the other: 64 bytes (P1363). */
  public static Optional<Bytes> ofFixedWidth(Bytes signature) {
    if (signature.length() != 2 * COORDINATE) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Bytes.of(
              StandardDSAEncoding.INSTANCE.encode(
                  P256_ORDER,
                  number(signature.slice(0, COORDINATE)),
                  number(signature.from(COORDINATE)))));
    } catch (IOException | RuntimeException _) {
      return Optional.empty(); // a number that is not below the order
    }
  }

  private static BigInteger number(Bytes unsigned) {
    return new BigInteger(1, unsigned.toArray());
  }

  /**
   * The keys that a signature of this digest may be of (SEC 1, 4.1.6): two as a rule, as X9.62
   * uncompressed points; none where the signature is not well-formed.
   *
   * @param digest what was signed: 32 bytes
   */
  public static List<Bytes> signers(Bytes digest, Bytes signature) {
    if (!wellFormed(signature)) {
      return List.of();
    }
    try {
      BigInteger[] parts = StandardDSAEncoding.INSTANCE.decode(P256_ORDER, signature.toArray());
      BigInteger inverse = parts[0].modInverse(P256_ORDER);
      BigInteger ofR = parts[1].multiply(inverse).mod(P256_ORDER);
      BigInteger ofBase = number(digest).negate().multiply(inverse).mod(P256_ORDER);
      ECPoint r = P256.decodePoint(Bytes.of((byte) 2).concat(fixed(parts[0])).toArray());
      ECPoint fromR = r.multiply(ofR);
      ECPoint fromBase = new FixedPointCombMultiplier().multiply(BASE, ofBase);
      return Stream.of(fromBase.add(fromR), fromBase.subtract(fromR))
          .filter(point -> !point.isInfinity())
          .map(point -> Bytes.of(point.getEncoded(false)))
          .toList();
    } catch (IOException | RuntimeException _) {
      return List.of(); // r is no coordinate of a point
    }
  }

  private static Bytes fixed(BigInteger number) {
    Bytes padded = Bytes.of(new byte[COORDINATE]).concat(Bytes.of(number.toByteArray()));
    return padded.from(padded.length() - COORDINATE);
  }
}
