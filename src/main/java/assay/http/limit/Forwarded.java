package assay.http.limit;

import java.util.List;
import java.util.Optional;

/**
 * Finds who sent a request through proxies. Each proxy appends to {@code X-Forwarded-For} who it
 * was asked by, so only what a trusted one wrote is worth anything: the walk goes from the right,
 * through trusted addresses, to the first that is not. What stands further left the client may have
 * made up.
 */
public final class Forwarded {
  private final List<Network> trusted;

  public Forwarded(List<Network> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  /** Whether anybody's header would be believed. */
  public boolean believesSomebody() {
    return !trusted.isEmpty();
  }

  /**
   * The sender's address.
   *
   * @param peer who the connection comes from
   * @param headers the values of {@code X-Forwarded-For}, in their order
   */
  public Address sender(Address peer, List<String> headers) {
    Address sender = peer;
    for (int h = headers.size() - 1; h >= 0; h--) {
      String header = headers.get(h);
      int end = header.length();
      while (end >= 0) {
        int comma = header.lastIndexOf(',', end - 1);
        Optional<Address> before =
            isTrusted(sender) ? parse(header.substring(comma + 1, end).strip()) : Optional.empty();
        if (before.isEmpty()) {
          return sender; // not a proxy of ours, or it wrote what is no address
        }
        sender = before.get();
        end = comma;
      }
    }
    return sender;
  }

  private boolean isTrusted(Address address) {
    for (Network network : trusted) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /** Some proxies write the port too: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
  private static Optional<Address> parse(String text) {
    int bracket = text.indexOf(']');
    if (text.startsWith("[") && bracket > 0) {
      return Address.parse(text.substring(1, bracket));
    }
    int colon = text.indexOf(':');
    boolean port = colon > 0 && colon == text.lastIndexOf(':') && text.indexOf('.') > 0;
    return Address.parse(port ? text.substring(0, colon) : text);
  }
}
