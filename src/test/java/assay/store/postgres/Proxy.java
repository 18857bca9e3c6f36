package assay.store.postgres;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A network between the store and its database that can be cut, stalled and gone. */
final class Proxy implements AutoCloseable {
  private final InetSocketAddress target;
  private final int port;

  /** Listens to nobody, and keeps the port from being given to others while the network is gone. */
  private final Socket reservation = new Socket();

  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private volatile ServerSocket listener;
  private volatile boolean stalled;

  Proxy(int targetPort) throws IOException {
    this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
    reservation.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    this.port = reservation.getLocalPort();
    this.listener = listen();
  }

  int port() {
    return port;
  }

  /** Cuts every connection; new ones may be made. */
  void cut() throws IOException {
    for (Socket socket; (socket = sockets.poll()) != null; ) {
      socket.close();
    }
  }

  /** Cuts every connection and refuses new ones, until {@link #comeBack}. */
  void goAway() throws IOException {
    listener.close();
    cut();
  }

  void comeBack() throws IOException {
    listener = listen();
  }

  private ServerSocket listen() throws IOException {
    ServerSocket fresh = new ServerSocket();
    fresh.setReuseAddress(true);
    fresh.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    fresh.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
    accept(fresh);
    return fresh;
  }

  /** From now on nothing that is sent arrives, in either direction, until {@link #flow}. */
  void stall() {
    stalled = true;
  }

  void flow() {
    stalled = false;
  }

  /** Connections that the store holds now. */
  long open() {
    return sockets.stream().filter(socket -> !socket.isClosed()).count() / 2;
  }

  @Override
  public void close() throws IOException {
    flow();
    goAway();
    reservation.close();
  }

  private void accept(ServerSocket from) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            while (true) {
              connect(from, from.accept());
            }
          } catch (IOException closed) {
            // gone away
          }
        });
  }

  private void connect(ServerSocket from, Socket near) throws IOException {
    Socket far = new Socket();
    sockets.add(near);
    sockets.add(far);
    try {
      far.connect(target);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
    } catch (IOException cut) { // this one only: others are let in
      near.close();
      far.close();
      return;
    }
    if (from.isClosed()) { // it was accepted just before, and cut() may have missed it
      near.close();
      far.close();
      return;
    }
    Thread.ofVirtual().start(() -> fromStore(near, far));
    Thread.ofVirtual().start(() -> fromDatabase(far, near));
  }

  private void fromStore(Socket near, Socket far) {
    try (near;
        far) {
      pump(near, far);
    } catch (IOException cut) {
      // both ends are closed
    }
  }

  /** When the database ends it, the store is told, and the connection is open until it lets go. */
  private void fromDatabase(Socket far, Socket near) {
    try {
      pump(far, near);
    } catch (IOException ended) {
      // as the database's end is, when it is killed
    }
    try {
      near.shutdownOutput();
    } catch (IOException closed) {
      // the store has let go already
    }
  }

  /** Reads on while the network stalls, so that an end that lets go is noticed. */
  private void pump(Socket from, Socket to) throws IOException {
    byte[] buffer = new byte[8192];
    var heldUp = new ByteArrayOutputStream();
    from.setSoTimeout(20);
    for (int length; (length = read(from, buffer)) >= 0; ) {
      heldUp.write(buffer, 0, length);
      if (!stalled && heldUp.size() > 0) {
        heldUp.writeTo(to.getOutputStream());
        heldUp.reset();
      }
    }
  }

  private static int read(Socket from, byte[] buffer) throws IOException {
    try {
      return from.getInputStream().read(buffer);
    } catch (SocketTimeoutException nothingYet) {
      return 0;
    }
  }
}
