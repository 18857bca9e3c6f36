package assay.simulator.apple.receipt;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.apple.answer.Answer;
import assay.simulator.apple.answer.Denied;
import assay.simulator.apple.team.ProviderTokens;
import assay.simulator.apple.team.ProviderTokens.Unverified;
import assay.simulator.identity.DeviceId;
import assay.simulator.identity.DeviceSeal;
import assay.simulator.maker.OperatingSystem;
import assay.simulator.maker.ReceiptMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.ReceiptAuthority;
import assay.simulator.maker.authority.TestApple;
import assay.simulator.maker.raw.EcKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * {@code /v1/attestationData} of one environment (protocol.md 3.4): a receipt in, a newer one out.
 */
public final class AttestationData {
  private static final int LABEL = 32;

  private final TestApple apple;
  private final Environment environment;
  private final ProviderTokens teams;
  private final ReceiptRules rules;
  private final RandomGenerator random;
  private final DeviceSeal seal;
  private final Attestations attestations = new Attestations();

  public AttestationData(
      TestApple apple,
      Environment environment,
      ProviderTokens teams,
      ReceiptRules rules,
      RandomGenerator random) {
    this.apple = apple;
    this.environment = environment;
    this.teams = teams;
    this.rules = rules;
    this.random = random;
    this.seal = new DeviceSeal(apple.receipts());
  }

  /**
   * Tells Apple of an attestation. Without being told it learns of one from the first receipt of
   * its key.
   */
  public void attested(DeviceId device, String appId, Bytes keyId, Instant at) {
    attestations.add(device, appId, keyId, at);
  }

  /**
   * Answers a request.
   *
   * @param authorization the header, where there is one
   * @param body the receipt in base64
   * @param forgery what to do to the receipt that is given
   */
  public Answer exchange(Optional<String> authorization, Bytes body, Forgery forgery, Instant now)
      throws Denied {
    String team = team(authorization, now);
    SentReceipt sent = receipt(body);
    require(
        sent.environment().equals(environment.receiptName()),
        Answer.text(400, "Incorrect Environment", "a receipt of " + sent.environment()));
    require(
        sent.team().equals(team),
        Answer.bare(401, "a receipt of team " + sent.team() + ", asked for by " + team));
    DeviceId device = device(sent);
    attestations.add(device, sent.appId(), sent.keyId(), sent.created());
    Optional<Instant> early = sent.notBefore().filter(now::isBefore);
    if (early.isPresent()) {
      throw new Denied(Answer.bare(304, "nothing new before " + early.get()));
    }
    int metric = attestations.lately(device, sent.appId(), now);
    require(metric > 0, Answer.bare(404, "the device attested nothing for 30 days"));
    // What Apple says of a receipt past field 21 is not known.
    require(now.isBefore(sent.expires()), Answer.bare(404, "expired at " + sent.expires()));
    return Answer.text(
        200, newer(sent, metric, forgery, now).base64(), "a new receipt, risk metric " + metric);
  }

  /** The token stands alone in the header, without Bearer. */
  private String team(Optional<String> authorization, Instant now) throws Denied {
    try {
      return teams.team(authorization.orElse(""), now);
    } catch (Unverified e) {
      throw new Denied(Answer.bare(401, "provider token: " + e.getMessage()));
    }
  }

  private SentReceipt receipt(Bytes body) throws Denied {
    try {
      return SentReceipt.read(
          Bytes.of(Base64.getDecoder().decode(body.text())), apple.receipts().signerKey());
    } catch (IllegalArgumentException _) {
      throw new Denied(badPayload("not standard base64"));
    } catch (SentReceipt.NotOurs e) {
      throw new Denied(badPayload(String.valueOf(e.getMessage())));
    }
  }

  private static Answer badPayload(String why) {
    return Answer.text(400, "Bad Payload", why);
  }

  private static void require(boolean good, Answer otherwise) throws Denied {
    if (!good) {
      throw new Denied(otherwise);
    }
  }

  private DeviceId device(SentReceipt sent) {
    return seal.deviceOf(sent.token(), sent.keyId())
        .orElseGet(() -> DeviceId.ofFirstKey(sent.keyId()));
  }

  private Bytes newer(SentReceipt sent, int metric, Forgery forgery, Instant now) {
    Instant created = now.truncatedTo(ChronoUnit.MILLIS);
    ReceiptAuthority authority =
        forgery == Forgery.OTHER_ROOT ? ReceiptAuthority.of(label()) : apple.receipts();
    Bytes leaf = forgery == Forgery.OTHER_KEY ? otherLeaf(sent, created) : sent.leaf();
    return ReceiptMaker.refreshed(
            authority,
            sent.appId(),
            environment.receiptName(),
            leaf,
            sent.clientDataHash(),
            metric,
            created)
        .field(ReceiptMaker.TOKEN, sent.token())
        .field(ReceiptMaker.CREATED, text(created))
        .field(ReceiptMaker.NOT_BEFORE, text(created.plus(rules.untilRefresh())))
        .field(ReceiptMaker.EXPIRES, text(created.plus(rules.life())))
        .make();
  }

  private Bytes otherLeaf(SentReceipt sent, Instant now) {
    return new SoftwareDevice(
            apple,
            EcKey.p256(label()),
            sent.appId(),
            environment,
            OperatingSystem.IOS_26,
            4,
            "1.2.3")
        .attestation(sent.clientDataHash(), now)
        .make()
        .leaf();
  }

  private String label() {
    byte[] label = new byte[LABEL];
    random.nextBytes(label);
    return "assay simulator: nobody's " + HexFormat.of().formatHex(label);
  }

  /** Apple drops zeros at the end of a fraction. */
  private static String text(Instant time) {
    String text = time.toString();
    return text.contains(".") ? text.replaceFirst("0+Z$", "Z") : text;
  }
}
