package assay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** A port at which nobody listens, and which nobody else is given meanwhile. */
public final class Nobody implements AutoCloseable {
  private final Socket bound = new Socket();

  public Nobody() throws IOException {
    bound.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
  }

  public int port() {
    return bound.getLocalPort();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  @Override
  public void close() throws IOException {
    bound.close();
  }
}
