package assay.service.journal.document;

import assay.core.Bytes;
import assay.core.Step;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.service.Journal.Occasion;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceRequest;
import assay.service.apple.Outcome;
import assay.service.apple.Refresh;
import assay.service.apple.RefreshDecision;
import assay.service.apple.RefreshDecision.OfKey;
import assay.service.journal.explain.Found;
import assay.store.AppKey;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Kind;
import assay.store.DecisionLog.Recorded;
import assay.store.StoredReceipt;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Writes records of what Apple was asked, in the form of {@link Document}. */
public final class AppleDocument {
  private AppleDocument() {}

  /** A refresh as it is recorded. */
  public static Recorded of(Occasion occasion, Bytes keyId, RefreshDecision decision, Found found) {
    Entry entry =
        new Entry(
            occasion.id(),
            decision.at(),
            key(occasion, keyId),
            Kind.RECEIPT,
            AppleWords.refusal(decision.refresh()),
            found.whole().map(Diagnosis::code));
    ObjectNode json = Document.begun(occasion, entry, advice(decision.refresh()), found);
    ObjectNode evidence = json.putObject("evidence");
    occasion.keyIdText().ifPresent(text -> evidence.put("keyIdText", text));
    receipt(evidence, decision);
    ObjectNode state = json.putObject("state");
    decision.key().ifPresent(known -> key(state, known));
    if (decision.refresh() instanceof Refresh.RevokedKey) {
      state.put("revoked", true);
    }
    return new Recorded(entry, Document.bytes(json));
  }

  private static AppKey key(Occasion occasion, Bytes keyId) {
    return new AppKey(occasion.app().name(), occasion.app().environment(), keyId);
  }

  private static Optional<String> advice(Refresh refresh) {
    return refresh instanceof Refresh.Refused(Step.Receipt step, _)
        ? Optional.of(step.advice())
        : Optional.empty();
  }

  /** What Apple brought; where it brought nothing, what it was asked with. */
  private static void receipt(ObjectNode evidence, RefreshDecision decision) {
    Optional<Bytes> kept =
        decision
            .key()
            .flatMap(OfKey::receipt)
            .map(StoredReceipt::bytes)
            .filter(bytes -> !bytes.isEmpty());
    decision
        .brought()
        .or(() -> kept)
        .ifPresent(bytes -> {
          evidence.put("origin", decision.brought().isPresent() ? "exchanged" : "kept");
          Document.object(evidence, bytes);
        });
  }

  private static void key(ObjectNode state, OfKey known) {
    state.putObject("key").put("publicKey", known.publicKey().base64()).put("appId", known.appId());
    known.receipt().ifPresent(kept -> kept(state.putObject("receipt"), kept));
  }

  private static void kept(ObjectNode json, StoredReceipt kept) {
    kept.createdAt().ifPresent(at -> json.put("createdAt", Document.time(at)));
    kept.notBefore().ifPresent(at -> json.put("notBefore", Document.time(at)));
    kept.expiresAt().ifPresent(at -> json.put("expiresAt", Document.time(at)));
    kept.refusedAt().ifPresent(code -> json.put("refusedAt", code));
  }

  /**
   * A question to DeviceCheck as it is recorded. A device token stands for its device for as long
   * as Apple takes it: what stays is its SHA-256, by which whoever has the token finds the record.
   */
  public static Recorded of(
      Occasion occasion, DeviceRequest request, DeviceAnswer answer, Instant at, Found found) {
    Entry entry =
        new Entry(
            occasion.id(),
            at.truncatedTo(ChronoUnit.MILLIS),
            key(occasion, Bytes.EMPTY),
            Kind.DEVICECHECK,
            answer.outcome() == Outcome.ACCEPTED
                ? Optional.empty()
                : Optional.of(AppleWords.refusal(answer)),
            found.whole().map(Diagnosis::code));
    ObjectNode json = Document.begun(occasion, entry, Optional.empty(), found);
    asked(json.putObject("evidence"), request);
    answered(json.putObject("state"), answer);
    return new Recorded(entry, Document.bytes(json));
  }

  private static void asked(ObjectNode evidence, DeviceRequest request) {
    evidence.put("operation", request.operation());
    evidence.put("deviceTokenSha256", Bytes.sha256(request.deviceToken()).base64());
    if (request instanceof DeviceRequest.Update update) {
      update.bit0().ifPresent(bit -> evidence.put("bit0", bit));
      update.bit1().ifPresent(bit -> evidence.put("bit1", bit));
    }
  }

  private static void answered(ObjectNode state, DeviceAnswer answer) {
    state.put("answer", answer.code());
    if (answer instanceof DeviceAnswer.Bits bits) {
      state.put("bit0", bits.bit0()).put("bit1", bits.bit1());
    }
  }
}
