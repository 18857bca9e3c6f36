package assay.apple.call;

import assay.core.Bytes;

/**
 * A request.
 *
 * @param path appended to the host's
 * @param authorization the header's whole value
 */
public record Post(String path, String contentType, String authorization, Bytes body) {
  /** Says where it goes; the rest is secret. */
  @Override
  public String toString() {
    return "Post[" + path + "]";
  }
}
