package assay.simulator.maker.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import assay.core.Bytes;
import assay.simulator.maker.raw.EcKey.Curve;
import assay.simulator.maker.raw.EcKey.EcSignature;
import assay.simulator.maker.raw.EcKey.Hash;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

final class EcKeyTest {

  /** RFC 6979, A.2.5: P-256, SHA-256, "sample". */
  @Test
  void signaturesAreThoseOfTheRfc() {
    BigInteger secret =
        new BigInteger("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721", 16);
    EcSignature signature =
        new EcKey(Curve.P256, secret, Bytes.EMPTY).sign(Hash.SHA256, Bytes.utf8("sample"));
    assertEquals(
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
            + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
        signature.fixedWidth().hex());
    assertEquals(signature, signature.highS());
    assertNotEquals(signature, signature.lowS());
    assertEquals(signature, signature.lowS().highS());
  }

  @Test
  void aLabelAlwaysMakesTheSameKey() {
    assertEquals(EcKey.p256("a label"), EcKey.p256("a label"));
    assertNotEquals(EcKey.p256("a label"), EcKey.p256("another label"));
  }
}
