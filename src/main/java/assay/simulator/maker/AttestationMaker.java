package assay.simulator.maker;

import assay.core.Bytes;
import assay.simulator.maker.authority.AttestationAuthority;
import assay.simulator.maker.authority.CertificateMaker;
import assay.simulator.maker.raw.CborWriter;
import assay.simulator.maker.raw.CborWriter.Member;
import assay.simulator.maker.raw.Der;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * An attestation in the making. The parts are made in the order in which they depend on each other:
 * authenticator data, leaf (whose nonce hashes it), receipt (which repeats the leaf), object. A
 * change to one is therefore followed by all after it, so that an object can be wrong in one thing
 * only.
 */
public final class AttestationMaker {
  public static final String NONCE = "1.2.840.113635.100.8.2";
  public static final String APP = "1.2.840.113635.100.8.5";
  public static final String ACCESS_CONTROL = "1.2.840.113635.100.8.6";
  public static final String SYSTEM = "1.2.840.113635.100.8.7";
  public static final String EXTENDED_KEY_USAGE = "2.5.29.37";

  private static final Duration BEFORE_ISSUE = Duration.ofHours(24);

  private final SoftwareDevice device;
  private final Bytes clientDataHash;
  private final Instant issued;
  private final AuthDataMaker authData;
  private Consumer<CertificateMaker> leaf = made -> {};
  private UnaryOperator<List<Bytes>> certificates = chain -> chain;
  private Consumer<ReceiptMaker> receipt = made -> {};
  private UnaryOperator<Bytes> receiptBytes = made -> made;
  private boolean withReceipt = true;
  private UnaryOperator<List<Member>> statement = members -> members;
  private UnaryOperator<List<Member>> object = members -> members;
  private UnaryOperator<Bytes> encoded = made -> made;

  AttestationMaker(SoftwareDevice device, Bytes clientDataHash, Instant issued) {
    this.device = device;
    this.clientDataHash = clientDataHash;
    this.issued = issued;
    this.authData = AuthDataMaker.ofAttestation(device.appId(), device.environment(), device.key());
    if (device.system().hasLaunchInfo()) {
      authData.extensions(
          AuthDataMaker.launchInfo(device.validationCategory(), device.bundleVersion()));
    }
  }

  /**
   * A finished attestation.
   *
   * @param object what attestKey would return
   * @param clientDataHash what it was given
   * @param authData part of the object
   * @param certificates the object's x5c
   * @param receipt part of the object
   * @param issued when Apple would have issued the leaf; a good time to verify it
   */
  public record Made(
      Bytes keyId,
      Bytes publicKey,
      Bytes object,
      Bytes clientDataHash,
      Bytes authData,
      List<Bytes> certificates,
      Optional<Bytes> receipt,
      Instant issued) {
    public Bytes leaf() {
      return certificates.getFirst();
    }
  }

  /** Changes the authenticator data; the leaf's nonce follows. */
  public AttestationMaker authData(Consumer<AuthDataMaker> change) {
    change.accept(authData);
    return this;
  }

  /** Changes the leaf, when all of it is there and nothing is signed. */
  public AttestationMaker leaf(Consumer<CertificateMaker> change) {
    leaf = leaf.andThen(change);
    return this;
  }

  /** Changes the list of certificates. */
  public AttestationMaker certificates(UnaryOperator<List<Bytes>> change) {
    certificates = change;
    return this;
  }

  /** Changes the receipt before it is signed. */
  public AttestationMaker receipt(Consumer<ReceiptMaker> change) {
    receipt = receipt.andThen(change);
    return this;
  }

  /** Changes the finished receipt. */
  public AttestationMaker receiptBytes(UnaryOperator<Bytes> change) {
    receiptBytes = change;
    return this;
  }

  public AttestationMaker withoutReceipt() {
    withReceipt = false;
    return this;
  }

  /** Changes the members of attStmt. */
  public AttestationMaker statement(UnaryOperator<List<Member>> change) {
    statement = change;
    return this;
  }

  /** Changes the members of the object. */
  public AttestationMaker object(UnaryOperator<List<Member>> change) {
    object = change;
    return this;
  }

  /** Changes the finished object. */
  public AttestationMaker encoded(UnaryOperator<Bytes> change) {
    encoded = change;
    return this;
  }

  public Made make() {
    Bytes data = authData.make();
    CertificateMaker leafMaker = leafFor(Bytes.sha256(data, clientDataHash));
    leaf.accept(leafMaker);
    Bytes credential = device.apple().attestations().issue(leafMaker);
    List<Bytes> chain =
        certificates.apply(
            new ArrayList<>(List.of(credential, device.apple().attestations().intermediate())));
    Optional<Bytes> receiptMade =
        withReceipt ? Optional.of(receiptBytes.apply(receiptFor(credential))) : Optional.empty();
    List<Member> statementMembers = new ArrayList<>();
    statementMembers.add(
        Member.of("x5c", CborWriter.array(chain.stream().map(CborWriter::bytes).toList())));
    receiptMade.ifPresent(
        bytes -> statementMembers.add(Member.of("receipt", CborWriter.bytes(bytes))));
    List<Member> members =
        new ArrayList<>(
            List.of(
                Member.of("fmt", CborWriter.text("apple-appattest")),
                Member.of("attStmt", CborWriter.map(statement.apply(statementMembers))),
                Member.of("authData", CborWriter.bytes(data))));
    return new Made(
        device.key().keyId(),
        device.key().point(),
        encoded.apply(CborWriter.map(object.apply(members))),
        clientDataHash,
        data,
        chain,
        receiptMade,
        issued);
  }

  private Bytes receiptFor(Bytes credential) {
    ReceiptMaker made =
        ReceiptMaker.attest(
            device.apple().receipts(),
            device.appId(),
            device.environment().receiptName(),
            credential,
            clientDataHash,
            issued);
    receipt.accept(made);
    return made.make();
  }

  private CertificateMaker leafFor(Bytes nonce) {
    CertificateMaker made =
        new CertificateMaker()
            .serial(BigInteger.valueOf(issued.toEpochMilli()))
            .issuer(AttestationAuthority.name(AttestationAuthority.INTERMEDIATE_NAME))
            .subject(subject(device.key().keyId().hex()))
            .valid(issued.minus(BEFORE_ISSUE), issued.plus(device.system().leafLifetime()))
            .publicKey(device.key().subjectPublicKeyInfo())
            .endEntity()
            .keyUsage(4, 0xf0);
    device.system().describe(made, device.appId());
    made.extension(NONCE, nonceExtension(nonce));
    return device.system().control(made);
  }

  /** The subject of a leaf, with this as its common name. */
  public static Bytes subject(String commonName) {
    return Der.name(
        Der.COMMON_NAME,
        commonName,
        Der.UNIT,
        "AAA Certification",
        Der.ORGANIZATION,
        "Apple Inc.",
        Der.STATE,
        "California");
  }

  /** The nonce extension around its octets. */
  public static Bytes nonceExtension(Bytes nonce) {
    return Der.sequence(Der.explicit(1, Der.octets(nonce)));
  }
}
