package assay.device;

import assay.core.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * Very many key pairs, each as good as any for whoever checks signatures: private keys are
 * consecutive numbers, so that each public key is the one before plus the base point. A million
 * take seconds.
 */
public final class KeySet {
  private static final X9ECParameters P256 = CustomNamedCurves.getByName("P-256");
  private static final int CHUNK = 1_000;
  private static final int POINT = 65;

  private final BigInteger first;
  private final byte[] points;

  private KeySet(BigInteger first, byte[] points) {
    this.first = first;
    this.points = points;
  }

  /** As many keys as asked for; the same label always makes the same. */
  public static KeySet of(String label, int size) {
    BigInteger first =
        new BigInteger(1, Signer.sha256(label.getBytes(StandardCharsets.UTF_8))).shiftRight(1);
    byte[] points = new byte[size * POINT];
    IntStream.range(0, (size + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(chunk -> fill(points, first, chunk * CHUNK, Math.min(size, (chunk + 1) * CHUNK)));
    return new KeySet(first, points);
  }

  private static void fill(byte[] points, BigInteger first, int from, int to) {
    ECPoint[] made = new ECPoint[to - from];
    ECPoint point =
        new FixedPointCombMultiplier()
            .multiply(P256.getG(), first.add(BigInteger.valueOf(from)))
            .normalize();
    for (int i = 0; i < made.length; i++) {
      made[i] = point;
      point = point.add(P256.getG());
    }
    P256.getCurve().normalizeAll(made);
    for (int i = 0; i < made.length; i++) {
      System.arraycopy(made[i].getEncoded(false), 0, points, (from + i) * POINT, POINT);
    }
  }

  public int size() {
    return points.length / POINT;
  }

  /** The public key as it is stored: an X9.62 uncompressed point. */
  public Bytes point(int index) {
    byte[] point = new byte[POINT];
    System.arraycopy(points, index * POINT, point, 0, POINT);
    return Bytes.of(point);
  }

  public Bytes keyId(int index) {
    return Bytes.sha256(point(index));
  }

  public BigInteger secret(int index) {
    return first.add(BigInteger.valueOf(index));
  }
}
