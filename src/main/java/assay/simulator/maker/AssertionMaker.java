package assay.simulator.maker;

import assay.core.Bytes;
import assay.simulator.maker.raw.CborWriter;
import assay.simulator.maker.raw.CborWriter.Member;
import assay.simulator.maker.raw.EcKey;
import assay.simulator.maker.raw.EcKey.EcSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** An assertion in the making: authenticator data, a signature over its hash, the object. */
public final class AssertionMaker {
  private final EcKey key;
  private final Bytes clientDataHash;
  private final AuthDataMaker authData;
  private Function<Bytes, EcSignature> signer;
  private Function<EcSignature, Bytes> signature = EcSignature::der;
  private Function<Bytes, Bytes> signed = data -> signature.apply(signer.apply(data));
  private UnaryOperator<List<Member>> object = members -> members;
  private UnaryOperator<Bytes> encoded = made -> made;

  AssertionMaker(SoftwareDevice device, Bytes clientDataHash, long counter) {
    this.key = device.key();
    this.clientDataHash = clientDataHash;
    this.authData = AuthDataMaker.ofAssertion(device.appId(), counter);
    this.signer = data -> key.sign(EcKey.Hash.SHA256, nonce(data));
    if (device.system().hasLaunchInfo()) {
      authData.extensions(
          AuthDataMaker.launchInfo(device.validationCategory(), device.bundleVersion()));
    }
  }

  private Bytes nonce(Bytes data) {
    return Bytes.sha256(data, clientDataHash);
  }

  /** Changes the authenticator data; the signature follows. */
  public AssertionMaker authData(Consumer<AuthDataMaker> change) {
    change.accept(authData);
    return this;
  }

  /** Has another key sign. */
  public AssertionMaker signedBy(EcKey other) {
    signer = data -> other.sign(EcKey.Hash.SHA256, nonce(data));
    return this;
  }

  /**
   * Has something else sign that holds the same key and is faster.
   *
   * @param other makes of a message an ECDSA-Sig-Value in DER; it hashes the message with SHA-256
   */
  public AssertionMaker signedBy(UnaryOperator<Bytes> other) {
    signed = data -> other.apply(nonce(data));
    return this;
  }

  /** Signs the nonce as if it were the digest: one hash less. */
  public AssertionMaker nonceAsDigest() {
    signer = data -> key.signDigest(EcKey.Hash.SHA256, nonce(data));
    return this;
  }

  /** Signs authenticator data and client data hash as the message, without the nonce between. */
  public AssertionMaker withoutNonce() {
    signer = data -> key.sign(EcKey.Hash.SHA256, data.concat(clientDataHash));
    return this;
  }

  /** How the signature is written down. */
  public AssertionMaker signature(Function<EcSignature, Bytes> form) {
    signature = form;
    return this;
  }

  /** Changes the members of the object. */
  public AssertionMaker object(UnaryOperator<List<Member>> change) {
    object = change;
    return this;
  }

  /** Changes the finished object. */
  public AssertionMaker encoded(UnaryOperator<Bytes> change) {
    encoded = change;
    return this;
  }

  /** What generateAssertion would return. */
  public Bytes make() {
    Bytes data = authData.make();
    List<Member> members =
        new ArrayList<>(
            List.of(
                Member.of("signature", CborWriter.bytes(signed.apply(data))),
                Member.of("authenticatorData", CborWriter.bytes(data))));
    return encoded.apply(CborWriter.map(object.apply(members)));
  }
}
