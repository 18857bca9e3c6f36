package assay.cli.simulate.walk;

import assay.cli.simulate.client.Call;
import assay.cli.simulate.client.Reply;
import io.vertx.core.json.JsonObject;

/**
 * A request, its answer, and the answer that was expected.
 *
 * @param what what the device or the backend does, for the reader
 */
record Exchange(String what, Call call, Reply reply, Expected expected) {

  boolean asExpected() {
    return expected.matches(reply);
  }

  /** All of it but the token. */
  JsonObject json() {
    JsonObject body = reply.json();
    return new JsonObject()
        .put("what", what)
        .put("method", "POST")
        .put("url", call.url().toString())
        .put("request", call.body())
        .put("status", reply.status())
        .put("response", body.isEmpty() ? reply.text() : body)
        .put("expected", expected.toString())
        .put("asExpected", asExpected());
  }
}
