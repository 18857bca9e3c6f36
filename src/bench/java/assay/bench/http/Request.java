package assay.bench.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import assay.process.ServedApps;
import java.nio.ByteBuffer;

/** HTTP requests as bytes. */
final class Request {
  private Request() {}

  /** A POST of JSON with the caller's token. */
  static byte[] post(String path, byte[] json) {
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + ServedApps.TOKEN
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + json.length
                + "\r\n\r\n")
            .getBytes(US_ASCII);
    return ByteBuffer.allocate(head.length + json.length).put(head).put(json).array();
  }

  /** As {@link #post(String, byte[])}, without a token: what devices send. */
  static byte[] postOfDevice(String path, byte[] json) {
    byte[] head =
        ("POST "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + "Content-Length: "
                + json.length
                + "\r\n\r\n")
            .getBytes(US_ASCII);
    return ByteBuffer.allocate(head.length + json.length).put(head).put(json).array();
  }
}
