package assay.core.attestation;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.authenticator.Cbor;
import java.util.List;
import java.util.Optional;

/**
 * What attestKey returns: {@code {fmt, attStmt: {x5c, receipt}, authData}} in CBOR, in any order
 * (protocol.md 1.1). Members that are not known are ignored; one that Apple adds, {@code cdHash},
 * lies outside everything that is signed.
 *
 * @param x5c the certificates' DER, the leaf first
 * @param receipt BER; a missing one is absent, an empty one is there and malformed
 */
public record AttestationObject(List<Bytes> x5c, Optional<Bytes> receipt, Bytes authData) {
  public static final int MOST_BYTES = 16 * 1024;
  private static final String FORMAT = "apple-appattest";

  public static AttestationObject decode(Bytes object) throws Malformed {
    if (object.length() > MOST_BYTES) {
      throw new Malformed(
          object.length() + " bytes; an attestation object has at most " + MOST_BYTES);
    }
    Cbor.Members members = Cbor.map(object);
    String format = members.requiredText("fmt");
    if (!format.equals(FORMAT)) {
      throw new Malformed("fmt is \"" + format + "\", not \"" + FORMAT + "\"");
    }
    Cbor.Members statement = members.requiredMap("attStmt");
    return new AttestationObject(
        statement.requiredBytesArray("x5c"),
        statement.bytes("receipt"),
        members.requiredBytes("authData"));
  }
}
