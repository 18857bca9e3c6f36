package assay.http.server;

import assay.http.Listener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A socket to a listener, for what no decent client sends. */
final class Wired implements AutoCloseable {
  private final Socket socket;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private boolean ended;

  Wired(Site site, Listener listener) throws IOException {
    socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), site.port(listener));
    socket.setTcpNoDelay(true);
  }

  Wired send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** A POST of JSON with other header lines, and as much of a body as there is. */
  Wired post(String path, String headers, String body) throws IOException {
    return send(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer "
            + Site.TOKEN
            + "\r\n"
            + headers
            + "\r\n"
            + body);
  }

  /** Whether a write still works, which it does for a while after the other side has gone. */
  boolean tryToSend(String text) {
    try {
      send(text);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  Wired halfClose() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Reads until a text was read, the connection ends, or the time is over. */
  Wired until(String text, int millis) throws IOException {
    return untilCount(text, 1, millis);
  }

  /** Reads until a text was read so often, the connection ends, or the time is over. */
  Wired untilCount(String text, int times, int millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000L;
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8192];
    while (count(text) < times && !ended) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      socket.setSoTimeout((int) left);
      try {
        int n = in.read(buffer);
        if (n < 0) {
          ended = true;
        } else {
          read.write(buffer, 0, n);
        }
      } catch (SocketTimeoutException _) {
        break;
      } catch (IOException _) {
        ended = true;
      }
    }
    return this;
  }

  /** Reads until the connection ends, or the time is over. */
  Wired toTheEnd(int millis) throws IOException {
    return until("\0never\0", millis);
  }

  String text() {
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  /** How often a text was read. */
  int count(String text) {
    return text().split(java.util.regex.Pattern.quote(text), -1).length - 1;
  }

  boolean ended() {
    return ended;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
