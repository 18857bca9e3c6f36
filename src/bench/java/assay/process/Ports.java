package assay.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.locks.LockSupport;

/** Ports of the loopback address that nobody listens on. */
public final class Ports {
  private static final int MOST_POLLS = 3_000;
  private static final int POLL_NANOS = 10_000_000;

  private Ports() {}

  /** A port that was free a moment ago. */
  public static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits until somebody listens on a port. */
  public static void awaitListener(int port) throws IOException {
    for (int i = 0; i < MOST_POLLS; i++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException _) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    throw new IOException("nobody listens on port " + port);
  }
}
