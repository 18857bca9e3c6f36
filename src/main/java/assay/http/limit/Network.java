package assay.http.limit;

/**
 * Addresses with a common prefix.
 *
 * @param prefix in bits: 0 to 32 of IPv4, 0 to 128 of IPv6
 */
public record Network(Address base, int prefix) {
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  public Network {
    if (prefix < 0 || prefix > (base.six() ? IPV6_BITS : IPV4_BITS)) {
      throw new IllegalArgumentException("no network has a prefix of " + prefix + " bits");
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or one address.
   *
   * @throws IllegalArgumentException with what is wrong
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    Address base =
        Address.parse(address)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    text + " is not a network: write 10.0.0.0/8, fd00::/8 or one IP address"));
    int bits = base.six() ? IPV6_BITS : IPV4_BITS;
    Network network = new Network(base, slash < 0 ? bits : prefix(text, slash));
    if (!network.masked(base).equals(base)) {
      throw new IllegalArgumentException(
          text + " has bits set behind its prefix of " + network.prefix() + " bits");
    }
    return network;
  }

  private static int prefix(String text, int slash) {
    String digits = text.substring(slash + 1);
    if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(Character::isDigit)) {
      throw new IllegalArgumentException(text + " has no prefix length behind its slash");
    }
    return Integer.parseInt(digits);
  }

  /** Whether an address is one of these. */
  public boolean contains(Address address) {
    return address.six() == base.six() && masked(address).equals(masked(base));
  }

  private Address masked(Address address) {
    return address.six()
        ? new Address(
            true,
            address.high() & mask(Math.min(prefix, 64), 64),
            address.low() & mask(Math.max(prefix - 64, 0), 64))
        : new Address(false, 0, address.low() & mask(prefix, IPV4_BITS));
  }

  private static long mask(int ones, int bits) {
    return ones == 0 ? 0 : -1L << (bits - ones);
  }
}
