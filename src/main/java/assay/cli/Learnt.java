package assay.cli;

import assay.core.assertion.SignedRequest;
import assay.core.attestation.AttestedKey;
import assay.core.authenticator.LaunchInfo;
import assay.core.receipt.Receipt;
import java.util.LinkedHashMap;
import java.util.Map;

/** What accepted objects teach, under the names of the vector format. */
public final class Learnt {
  private Learnt() {}

  /** Of an attestation, without its receipt. */
  public static Map<String, Object> of(AttestedKey key) {
    Map<String, Object> learnt = new LinkedHashMap<>();
    learnt.put("publicKey", key.publicKey().base64());
    key.osVersion().ifPresent(version -> learnt.put("osVersion", version));
    key.osBuild().ifPresent(build -> learnt.put("osBuild", build));
    put(learnt, key.launchInfo());
    return learnt;
  }

  /** Of an assertion. */
  public static Map<String, Object> of(SignedRequest request) {
    Map<String, Object> learnt = new LinkedHashMap<>();
    learnt.put("counter", request.counter());
    put(learnt, request.launchInfo());
    return learnt;
  }

  /** Of a receipt. */
  public static Map<String, Object> of(Receipt receipt) {
    Map<String, Object> learnt = new LinkedHashMap<>();
    learnt.put("receiptType", receipt.type().name());
    receipt.riskMetric().ifPresent(metric -> learnt.put("riskMetric", metric));
    learnt.put("created", receipt.created().toString());
    receipt.notBefore().ifPresent(time -> learnt.put("notBefore", time.toString()));
    learnt.put("expires", receipt.expires().toString());
    return learnt;
  }

  private static void put(Map<String, Object> learnt, LaunchInfo launchInfo) {
    launchInfo
        .validationCategory()
        .ifPresent(category -> learnt.put("validationCategory", category));
    launchInfo.bundleVersion().ifPresent(version -> learnt.put("bundleVersion", version));
  }
}
