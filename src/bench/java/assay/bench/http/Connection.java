package assay.bench.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;

/** One keep-alive connection with at most one request on its way. */
final class Connection implements Closeable {
  private static final int LONGEST_ANSWER = 64 * 1024;
  private static final int STATUS = 9;
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
  private static final String LENGTH = "\ncontent-length:";

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(LONGEST_ANSWER);
  private int request;
  private long due;
  private int bodyStart;
  private int whole = -1;

  Connection(int port, Selector selector) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /**
   * Sends a request.
   *
   * @param number told again by {@link #request()}
   * @param dueAt when it should have been sent, in nanoseconds
   */
  void send(byte[] bytes, int number, long dueAt) throws IOException {
    request = number;
    due = dueAt;
    in.clear();
    whole = -1;
    ByteBuffer out = ByteBuffer.wrap(bytes);
    while (out.hasRemaining()) {
      channel.write(out); // a request is far smaller than the socket's buffer
    }
  }

  /** Reads what is there; whether the answer is whole now. */
  boolean read() throws IOException {
    if (channel.read(in) < 0) {
      throw new IOException("the server closed a connection after " + in.position() + " bytes");
    }
    if (whole < 0) {
      readHead();
    }
    return whole >= 0 && in.position() >= whole;
  }

  private void readHead() throws IOException {
    int end = find(HEAD_END);
    if (end < 0) {
      return;
    }
    bodyStart = end + HEAD_END.length;
    String head = new String(in.array(), 0, bodyStart, US_ASCII).toLowerCase(Locale.ROOT);
    int length = head.indexOf(LENGTH);
    if (length < 0) {
      throw new IOException("an answer without Content-Length: " + head);
    }
    int from = length + LENGTH.length();
    whole = bodyStart + Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
  }

  private int find(byte[] wanted) {
    byte[] array = in.array();
    for (int i = 0; i <= in.position() - wanted.length; i++) {
      if (array[i] == wanted[0]
          && array[i + 1] == wanted[1]
          && array[i + 2] == wanted[2]
          && array[i + 3] == wanted[3]) {
        return i;
      }
    }
    return -1;
  }

  int request() {
    return request;
  }

  long due() {
    return due;
  }

  int status() {
    byte[] array = in.array();
    return (array[STATUS] - '0') * 100 + (array[STATUS + 1] - '0') * 10 + array[STATUS + 2] - '0';
  }

  /** The whole answer's bytes, of which those from {@link #bodyStart()} are the body. */
  byte[] answer() {
    return in.array();
  }

  int bodyStart() {
    return bodyStart;
  }

  int answerEnd() {
    return whole;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
