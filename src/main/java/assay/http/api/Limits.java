package assay.http.api;

import assay.http.request.BadRequest;
import assay.http.request.Members;
import java.util.Optional;

/** How long the texts of requests may be, in UTF-16 units. */
final class Limits {
  static final int CHALLENGE = 512;
  static final int SUBJECT = 256;
  static final int REASON = 256;
  static final int HASH_BYTES = 32;

  private Limits() {}

  static Optional<String> challenge(Members request) throws BadRequest {
    return request.line("challenge", 1, CHALLENGE);
  }

  static Optional<String> subject(Members request) throws BadRequest {
    return request.line("subject", 1, SUBJECT);
  }
}
