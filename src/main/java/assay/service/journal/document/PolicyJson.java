package assay.service.journal.document;

import assay.core.App;
import assay.core.pki.TrustedRoots;
import assay.service.policy.RiskLimit;
import assay.service.policy.ServedApp;
import assay.store.Environment;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;

/** An app's policy and roots as records and vectors write them. */
final class PolicyJson {
  private static final Base64.Encoder PEM =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private PolicyJson() {}

  static ObjectNode of(ServedApp served, ObjectMapper mapper) {
    App app = served.app();
    ObjectNode json = mapper.createObjectNode();
    ArrayNode appIds = json.putArray("appIds");
    app.appIds().forEach(appIds::add);
    json.put("environment", lower(app.environment()));
    json.put("platform", lower(app.platform()));
    ArrayNode categories = json.putArray("validationCategories");
    app.validationCategories().stream().sorted().forEach(categories::add);
    json.put("launchInfo", required(app.launchInfoRequired()));
    app.minimumBundleVersion()
        .ifPresent(minimum -> json.put("minimumBundleVersion", minimum.toString()));
    json.put("counter", app.counterRule().toString());
    json.put("receipt", required(served.receiptRequired()));
    json.put("challenge", served.challengeRequired() ? "required" : "none");
    served.riskLimit().ifPresent(limit -> risk(json, limit));
    trust(json, served);
    return json;
  }

  private static void risk(ObjectNode json, RiskLimit limit) {
    json.put("maximumRiskMetric", limit.maximum());
    json.put("riskAction", limit.refuses() ? "refuse" : "warn");
  }

  /** Only a test app has other roots than Apple's; configuration refuses any other. */
  private static void trust(ObjectNode json, ServedApp served) {
    if (served.environment() != Environment.TEST) {
      json.put("trust", "apple");
      return;
    }
    String attestations = pem(served.attestationRoots());
    String receipts = pem(served.receiptRoots());
    json.put("trust", attestations);
    if (!receipts.equals(attestations)) {
      json.put("receiptTrust", receipts);
    }
  }

  private static String pem(TrustedRoots roots) {
    return roots.certificates().stream()
        .map(PolicyJson::pem)
        .sorted()
        .collect(Collectors.joining());
  }

  private static String pem(X509Certificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + PEM.encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was parsed has an encoding", e);
    }
  }

  private static String required(boolean required) {
    return required ? "required" : "optional";
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
