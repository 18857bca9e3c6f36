package assay.service.journal.document;

import assay.core.Bytes;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.Known.OtherApp;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.core.diagnosis.mistake.Mistake;
import assay.service.challenge.Purpose;
import assay.service.journal.explain.Judged;
import assay.store.DecisionLog.Kind;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a diagnosis was found by beside the evidence, the key and the policy, as vectors write it:
 * so little that the same is found again, as it is about others than who asked.
 */
final class ContextJson {
  private static final Set<Mistake> OF_CHALLENGES =
      EnumSet.of(Mistake.EARLIER_CHALLENGE, Mistake.CHALLENGE_OF_ANOTHER_PURPOSE);

  private static final String OTHER_APPS = "otherApps";
  private static final String KEYS_ELSEWHERE = "keysElsewhere";

  private ContextJson() {}

  static void write(ObjectNode json, Mistake found, Known known, Judged judged) {
    known.otherApps().forEach(other -> app(json.withArray(OTHER_APPS).addObject(), other));
    if (OF_CHALLENGES.contains(found)) {
      known.challenges().forEach(other -> challenge(json.withArray("challenges"), other, judged));
    }
    known.keys().forEach(key -> key(json, key));
    String keyId = judged.sent().bytes().base64();
    known
        .elsewhere()
        .forEach(
            app -> json.withArray(KEYS_ELSEWHERE).addObject().put("keyId", keyId).put("app", app));
    known
        .earlierRefusal()
        .ifPresent(earlier ->
            json.withArray("refusals")
                .addObject()
                .put("keyId", keyId)
                .put("step", earlier.step().code())
                .put("at", Document.time(earlier.at())));
  }

  /** Leaves what is written without any other app known. */
  static void leaveOthersOut(ObjectNode json) {
    json.remove(List.of(OTHER_APPS, KEYS_ELSEWHERE));
  }

  private static void app(ObjectNode json, OtherApp other) {
    json.put("name", other.name());
    other.app().appIds().forEach(json.putArray("appIds")::add);
    json.put("environment", other.app().environment().name().toLowerCase(Locale.ROOT));
  }

  private static void challenge(ArrayNode json, KnownChallenge other, Judged judged) {
    boolean ofAttestation = (judged.kind() == Kind.ATTESTATION) != other.otherPurpose();
    json.addObject()
        .put("purpose", (ofAttestation ? Purpose.ATTESTATION : Purpose.ASSERTION).text())
        .put("challenge", other.text().base64());
  }

  private static void key(ObjectNode json, Known.Key key) {
    Bytes keyId = key.keyId();
    json.withArray("keys")
        .addObject()
        .put("keyId", keyId.base64())
        .put("publicKey", key.publicKey().base64());
    if (key.sameSubject()) {
      json.withArray("keysOfUser").add(keyId.base64());
    }
  }
}
