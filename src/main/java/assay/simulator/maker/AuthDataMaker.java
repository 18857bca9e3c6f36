package assay.simulator.maker;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.maker.raw.CborWriter;
import assay.simulator.maker.raw.CborWriter.Member;
import assay.simulator.maker.raw.Der;
import assay.simulator.maker.raw.EcKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Authenticator data in the making (protocol.md 1.2, 2): the head, in attestations the attested
 * credential, and what is left.
 */
public final class AuthDataMaker {
  /** The flag that promises attested data, and that Apple sets in assertions too. */
  public static final int AT = 0x40;

  /** The flag that promises extensions, and that Apple often leaves clear before them. */
  public static final int ED = 0x80;

  private Bytes rpIdHash;
  private int flags = AT;
  private long counter;
  private Bytes aaguid = Bytes.EMPTY;
  private Bytes credentialIdLength = Bytes.EMPTY;
  private Bytes credentialId = Bytes.EMPTY;
  private Bytes publicKey = Bytes.EMPTY;
  private Bytes tail = Bytes.EMPTY;
  private UnaryOperator<Bytes> whole = made -> made;

  private AuthDataMaker(String appId) {
    rpIdHash = Bytes.sha256(Bytes.utf8(appId));
  }

  static AuthDataMaker ofAttestation(String appId, Environment environment, EcKey key) {
    return new AuthDataMaker(appId)
        .aaguid(environment.aaguid())
        .credentialId(key.keyId())
        .publicKey(coseKey(key));
  }

  static AuthDataMaker ofAssertion(String appId, long counter) {
    return new AuthDataMaker(appId).counter(counter);
  }

  /** The 77 bytes of a COSE key as Apple writes it. */
  public static Bytes coseKey(EcKey key) {
    return CborWriter.map(coseMembers(key));
  }

  /** Key type 2, algorithm -7, curve 1, X, Y. */
  public static List<Member> coseMembers(EcKey key) {
    return new ArrayList<>(
        List.of(
            Member.of(1, CborWriter.integer(2)),
            Member.of(3, CborWriter.integer(-7)),
            Member.of(-1, CborWriter.integer(1)),
            Member.of(-2, CborWriter.bytes(key.x())),
            Member.of(-3, CborWriter.bytes(key.y()))));
  }

  /** The members that systems of version 27 add: the category as four bytes, lowest first. */
  public static List<Member> launchInfo(int category, String bundleVersion) {
    return new ArrayList<>(
        List.of(
            Member.of("apple_bundle_version_01", CborWriter.text(bundleVersion)),
            Member.of("apple_validation_category_01", categoryBytes(category))));
  }

  /** A validation category as devices write it. */
  public static Bytes categoryBytes(int category) {
    return CborWriter.bytes(
        Bytes.of(
            (byte) category,
            (byte) (category >>> 8),
            (byte) (category >>> 16),
            (byte) (category >>> 24)));
  }

  public AuthDataMaker rpIdHash(Bytes hash) {
    rpIdHash = hash;
    return this;
  }

  public AuthDataMaker flags(int value) {
    flags = value;
    return this;
  }

  /** Unsigned 32 bits. */
  public AuthDataMaker counter(long value) {
    counter = value;
    return this;
  }

  public AuthDataMaker aaguid(Bytes value) {
    aaguid = value;
    return this;
  }

  /** Sets the id and its length to match. */
  public AuthDataMaker credentialId(Bytes id) {
    credentialId = id;
    return credentialIdLength(id.length());
  }

  /** Sets what the length says, whatever the id's length is. */
  public AuthDataMaker credentialIdLength(int length) {
    credentialIdLength = Bytes.of((byte) (length >>> 8), (byte) length);
    return this;
  }

  public AuthDataMaker publicKey(Bytes coseKey) {
    publicKey = coseKey;
    return this;
  }

  public AuthDataMaker extensions(List<Member> members) {
    return tail(CborWriter.map(members));
  }

  public AuthDataMaker extensions(Member... members) {
    return tail(CborWriter.map(members));
  }

  /** What stands after the head or the credential. */
  public AuthDataMaker tail(Bytes bytes) {
    tail = bytes;
    return this;
  }

  public AuthDataMaker oneMore(Bytes bytes) {
    tail = tail.concat(bytes);
    return this;
  }

  /** Changes all of it, at last. */
  public AuthDataMaker whole(UnaryOperator<Bytes> change) {
    whole = change;
    return this;
  }

  Bytes make() {
    Bytes number =
        Bytes.of(
            (byte) (counter >>> 24),
            (byte) (counter >>> 16),
            (byte) (counter >>> 8),
            (byte) counter);
    return whole.apply(
        Der.joined(
            rpIdHash,
            Bytes.of((byte) flags),
            number,
            aaguid,
            credentialIdLength,
            credentialId,
            publicKey,
            tail));
  }
}
