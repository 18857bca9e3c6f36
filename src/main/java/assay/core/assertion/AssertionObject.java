package assay.core.assertion;

import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.authenticator.AuthenticatorData;
import assay.core.authenticator.Cbor;

/**
 * What generateAssertion returns: {@code {signature, authenticatorData}} in CBOR, in any order
 * (protocol.md 2). Members that are not known are ignored. The key id is not in it; the client
 * sends it beside.
 *
 * @param signature an ECDSA-Sig-Value, 70 to 72 bytes as a rule; not looked at before it is checked
 */
public record AssertionObject(Bytes signature, AuthenticatorData data) {
  public static final int MOST_BYTES = 4 * 1024;

  public static AssertionObject decode(Bytes object) throws Malformed {
    if (object.length() > MOST_BYTES) {
      throw new Malformed(object.length() + " bytes; an assertion has at most " + MOST_BYTES);
    }
    Cbor.Members members = Cbor.map(object);
    return new AssertionObject(
        members.requiredBytes("signature"),
        AuthenticatorData.ofAssertion(members.requiredBytes("authenticatorData")));
  }
}
