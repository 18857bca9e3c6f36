package assay.cli.replay;

import assay.cli.UnusableInput;
import assay.core.Bytes;
import assay.core.Malformed;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import assay.core.pki.Signatures;
import assay.service.challenge.ChallengeFault;
import assay.store.Risk;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/** One thing that happens to the store of a case. */
public sealed interface VectorEvent {
  /** As the file names it. */
  String type();

  Bytes keyId();

  /** What the file expects; a missing node for events that are not judged. */
  JsonNode expect();

  /**
   * What only a server knows of a request.
   *
   * @param subject whose key the request says it is
   * @param challengeFault what was wrong with the challenge; what made it so is not in the file
   * @param challengeReason the same by name, for a diagnosis
   */
  record Asked(
      Optional<String> subject,
      Optional<String> challengeFault,
      Optional<ChallengeFault> challengeReason) {}

  record OfAttestation(
      Instant at, SentKeyId sent, Bytes object, ClientData clientData, Asked asked, JsonNode expect)
      implements VectorEvent {
    @Override
    public Bytes keyId() {
      return sent.bytes();
    }

    @Override
    public String type() {
      return "attestation";
    }
  }

  record OfAssertion(
      Instant at, SentKeyId sent, Bytes object, ClientData clientData, Asked asked, JsonNode expect)
      implements VectorEvent {
    @Override
    public Bytes keyId() {
      return sent.bytes();
    }

    @Override
    public String type() {
      return "assertion";
    }
  }

  /**
   * A receipt that Apple gave in exchange.
   *
   * @param newerThan when the one was made that it is to replace, where that is known
   */
  record OfReceipt(
      Instant at, Bytes keyId, Bytes receipt, Optional<Instant> newerThan, JsonNode expect)
      implements VectorEvent {
    @Override
    public String type() {
      return "receipt";
    }
  }

  /**
   * A key that was registered earlier.
   *
   * @param appId that it was attested under; where it is not told, any of the app's
   */
  record OfKey(
      Bytes keyId,
      Bytes publicKey,
      long counter,
      Optional<String> appId,
      Optional<String> subject,
      Optional<Risk> risk,
      JsonNode expect)
      implements VectorEvent {
    @Override
    public String type() {
      return "key";
    }
  }

  record OfRevoke(Bytes keyId, JsonNode expect) implements VectorEvent {
    @Override
    public String type() {
      return "revoke";
    }
  }

  static VectorEvent read(VectorJson file, String at) throws UnusableInput {
    String type = file.text(at + "/type");
    Bytes keyId = file.bytes(at + "/keyId");
    JsonNode expect = file.node(at + "/expect");
    return switch (type) {
      case "attestation" ->
          new OfAttestation(
              file.instant(at + "/at"),
              new SentKeyId(keyId, file.optionalText(at + "/keyIdText")),
              file.bytes(at + "/attestationObject"),
              clientData(file, at),
              asked(file, at),
              judged(file, at));
      case "assertion" ->
          new OfAssertion(
              file.instant(at + "/at"),
              new SentKeyId(keyId, file.optionalText(at + "/keyIdText")),
              file.bytes(at + "/assertionObject"),
              clientData(file, at),
              asked(file, at),
              judged(file, at));
      case "receipt" ->
          new OfReceipt(
              file.instant(at + "/at"),
              keyId,
              file.bytes(at + "/receipt"),
              file.has(at + "/newerThan")
                  ? Optional.of(file.instant(at + "/newerThan"))
                  : Optional.empty(),
              judged(file, at));
      case "key" ->
          new OfKey(
              keyId,
              publicKey(file, at + "/publicKey"),
              file.unsigned(at + "/counter"),
              file.optionalText(at + "/appId"),
              file.optionalText(at + "/subject"),
              risk(file, at + "/risk"),
              expect);
      case "revoke" -> new OfRevoke(keyId, expect);
      default ->
          throw file.unusable(
              at + "/type",
              "is \"" + type + "\", not attestation, assertion, receipt, key or revoke");
    };
  }

  private static Asked asked(VectorJson file, String at) throws UnusableInput {
    return new Asked(
        file.optionalText(at + "/subject"),
        file.optionalText(at + "/challengeFault"),
        file.optionalText(at + "/challengeReason").flatMap(ChallengeFault::of));
  }

  private static Optional<Risk> risk(VectorJson file, String at) throws UnusableInput {
    return file.has(at)
        ? Optional.of(
            new Risk(
                (int) Math.min(Integer.MAX_VALUE, file.unsigned(at + "/metric")),
                file.instant(at + "/asOf")))
        : Optional.empty();
  }

  private static Bytes publicKey(VectorJson file, String pointer) throws UnusableInput {
    try {
      return Signatures.requirePoint(file.bytes(pointer));
    } catch (Malformed e) {
      throw file.unusable(pointer, "is wrong: " + e.getMessage());
    }
  }

  private static JsonNode judged(VectorJson file, String at) throws UnusableInput {
    String verdict = file.text(at + "/expect/verdict");
    if (verdict.equals("refused")) {
      file.text(at + "/expect/step");
    } else if (!verdict.equals("accepted")) {
      throw file.unusable(
          at + "/expect/verdict", "is \"" + verdict + "\", not accepted or refused");
    }
    return file.node(at + "/expect");
  }

  /**
   * Exactly one of the client data, which is hashed here, and its hash as the device was given it;
   * and the challenge, where the file tells it.
   */
  private static ClientData clientData(VectorJson file, String at) throws UnusableInput {
    if (file.has(at + "/clientData") == file.has(at + "/clientDataHash")) {
      throw file.unusable(at, "has not exactly one of clientData and clientDataHash");
    }
    ClientData data =
        file.has(at + "/clientData")
            ? ClientData.of(file.bytes(at + "/clientData"))
            : ClientData.ofHash(file.bytes(at + "/clientDataHash"));
    return file.has(at + "/challenge") ? data.withChallenge(file.bytes(at + "/challenge")) : data;
  }
}
