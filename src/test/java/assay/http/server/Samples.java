package assay.http.server;

import assay.core.Bytes;
import java.util.regex.Matcher;

/** Requests that are as they should be. */
final class Samples {
  static final String DEV = "/v1/apps/shop-dev";
  static final String KEY_ID = ProgrammedService.KEY_ID.base64();
  static final String ATTESTATION =
      "{\"keyId\":\"" + KEY_ID + "\",\"attestationObject\":\"AQID\",\"challenge\":\"c-1\"}";
  static final String ASSERTION =
      "{\"keyId\":\"" + KEY_ID + "\",\"assertionObject\":\"AQID\",\"clientData\":\"e30\"}";
  static final String HASH = Bytes.sha256(Bytes.utf8("{}")).base64();

  private Samples() {}

  static Got attest(Request request) {
    return request.json(ATTESTATION).send();
  }

  static Got verify(Site site, String app) {
    return verify(site, app, ASSERTION);
  }

  static Got verify(Site site, String app, String body) {
    return site.services("POST", "/v1/apps/" + app + "/assertions/verify").json(body).send();
  }

  /** A body with another member. */
  static String with(String body, String name, String json) {
    return body.substring(0, body.length() - 1) + ",\"" + name + "\":" + json + "}";
  }

  /** A body whose member has another value. */
  static String where(String body, String name, String json) {
    return body.replaceAll(
        "\"" + name + "\":\"[^\"]*\"", Matcher.quoteReplacement("\"" + name + "\":" + json));
  }
}
