package assay.http.api;

import assay.core.Bytes;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.http.request.Shape;
import assay.http.request.StrictJson;
import assay.service.policy.ServedApp;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request that was admitted: its caller is known where one is needed, and its body is whole.
 *
 * @param id of the request, and of the decision that comes of it
 * @param fromDevice whether it came to the public listener, where nobody may name a subject
 * @param named the app that the path names, which is the caller's to ask about
 * @param keyId the key or the decision that the path is about: its last parameter as it stands
 *     there, decoded once; empty where there is none
 * @param query without its question mark; empty where there is none
 * @param body empty where the route takes none
 * @param scope finds an app by name where it is the caller's to ask about
 */
public record Call(
    String id,
    boolean fromDevice,
    Optional<ServedApp> named,
    String keyId,
    String query,
    Buffer body,
    Function<String, Optional<ServedApp>> scope) {

  /**
   * Whether an app exists for who asks, so that an answer may tell of it: devices may ask about any
   * app, and are told of none by name.
   */
  public boolean sees(String app) {
    return !fromDevice && scope.apply(app).isPresent();
  }

  /** The app that the path names. */
  public ServedApp app() {
    return named.orElseThrow();
  }

  /** The members of the body. */
  public Members members(Shape shape) throws BadRequest {
    return StrictJson.read(body.getBytes(), shape);
  }

  /** The key id that the path names. */
  public Bytes key() throws BadRequest {
    return Members.keyIdOf("the key id in the path", keyId);
  }
}
