package assay.cli.replay;

import assay.cli.UnusableInput;
import assay.core.Bytes;
import assay.core.Step;
import assay.core.diagnosis.Known.EarlierRefusal;
import assay.core.diagnosis.Known.OtherApp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a server knows beside the events of a case. No verdict depends on it; diagnoses do.
 *
 * @param otherApps other apps of the server
 * @param challenges other challenges of the app: of the purpose attestation or assertion
 * @param keysElsewhere by their ids, the names of other apps that have registered them
 * @param refusals by the ids of their keys, attestations that were refused earlier
 * @param keysOfUser the ids of the registered keys of the user whom the requests name
 */
public record VectorContext(
    List<OtherApp> otherApps,
    List<Challenge> challenges,
    Map<Bytes, List<String>> keysElsewhere,
    Map<Bytes, EarlierRefusal> refusals,
    Set<Bytes> keysOfUser) {

  /** A challenge that was issued, and for what. */
  public record Challenge(Bytes text, String purpose) {}

  static VectorContext read(VectorJson file, String at) throws UnusableInput {
    List<OtherApp> otherApps = new ArrayList<>();
    for (String app : elements(file, at + "/otherApps")) {
      otherApps.add(new OtherApp(file.text(app + "/name"), AppJson.read(file, app)));
    }
    List<Challenge> challenges = new ArrayList<>();
    for (String challenge : elements(file, at + "/challenges")) {
      challenges.add(
          new Challenge(file.bytes(challenge + "/challenge"), file.text(challenge + "/purpose")));
    }
    Map<Bytes, List<String>> keysElsewhere = new LinkedHashMap<>();
    for (String key : elements(file, at + "/keysElsewhere")) {
      keysElsewhere
          .computeIfAbsent(file.bytes(key + "/keyId"), _ -> new ArrayList<>())
          .add(file.text(key + "/app"));
    }
    Map<Bytes, EarlierRefusal> refusals = new LinkedHashMap<>();
    for (String refusal : elements(file, at + "/refusals")) {
      refusals.put(
          file.bytes(refusal + "/keyId"),
          new EarlierRefusal(step(file, refusal + "/step"), file.instant(refusal + "/at")));
    }
    Set<Bytes> keysOfUser = new LinkedHashSet<>();
    for (String key : elements(file, at + "/keysOfUser")) {
      keysOfUser.add(file.bytes(key));
    }
    return new VectorContext(otherApps, challenges, keysElsewhere, refusals, keysOfUser);
  }

  private static Step step(VectorJson file, String pointer) throws UnusableInput {
    String code = file.text(pointer);
    return EarlierRefusal.step(code)
        .orElseThrow(() -> file.unusable(pointer, "is no step of an attestation: " + code));
  }

  private static List<String> elements(VectorJson file, String pointer) throws UnusableInput {
    return file.has(pointer) ? file.elements(pointer) : List.of();
  }
}
