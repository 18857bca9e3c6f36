package assay.http.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sent a request through proxies. */
final class ForwardedTest {
  private static final Forwarded FORWARDED =
      new Forwarded(Stream.of("10.0.0.0/8", "fd00::/8").map(Network::parse).toList());

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9|198.51.100.1|203.0.113.9", // nobody's proxy wrote that
        "10.0.0.1|198.51.100.1|198.51.100.1",
        "10.0.0.1|1.2.3.4, 198.51.100.1|198.51.100.1", // what the client made up
        "10.0.0.1|1.2.3.4, 198.51.100.1, 10.9.9.9|198.51.100.1",
        "10.0.0.1|198.51.100.1,10.9.9.9|198.51.100.1",
        "10.0.0.1|10.1.1.1, 10.2.2.2|10.1.1.1", // proxies all the way
        "10.0.0.1|198.51.100.1, unknown|10.0.0.1", // malformed: the walk ends
        "10.0.0.1|198.51.100.1, , 10.9.9.9|10.9.9.9",
        "10.0.0.1|''|10.0.0.1",
        "10.0.0.1|198.51.100.1:4711|198.51.100.1",
        "10.0.0.1|[2001:db8::1]:4711|2001:db8::1",
        "10.0.0.1|2001:db8::1|2001:db8::1",
        "fd00::1|::ffff:198.51.100.1|198.51.100.1",
        "::ffff:10.0.0.1|198.51.100.1|198.51.100.1",
        "10.0.0.1|198.51.100.256|10.0.0.1",
        "10.0.0.1|3325256705|10.0.0.1",
        "10.0.0.1|198.51.100.1, ::10.9.9.9|10.0.0.1", // not 10.9.9.9, which would be believed
      })
  void onlyTrustedProxiesAreBelieved(String peer, String header, String sender) {
    assertEquals(address(sender), FORWARDED.sender(address(peer), List.of(header)));
  }

  @Test
  void severalHeadersAreOneList() {
    assertEquals(
        address("198.51.100.1"),
        FORWARDED.sender(
            address("10.0.0.1"), List.of("1.2.3.4", "198.51.100.1, 10.7.7.7", "10.8.8.8")));
    assertEquals(address("10.0.0.1"), FORWARDED.sender(address("10.0.0.1"), List.of()));
  }

  @Test
  void aSubscriberOfIpv6IsANetwork() {
    assertEquals(
        address("2001:db8:1:2::1").subscriber(), address("2001:db8:1:2:ffff::9").subscriber());
    assertFalse(
        address("2001:db8:1:2::1").subscriber().equals(address("2001:db8:1:3::1").subscriber()));
    assertFalse(address("192.0.2.1").subscriber().equals(address("192.0.2.2").subscriber()));
  }

  @Test
  void networksContainWhatTheirPrefixSays() {
    assertTrue(Network.parse("192.0.2.0/25").contains(address("192.0.2.127")));
    assertFalse(Network.parse("192.0.2.0/25").contains(address("192.0.2.128")));
    assertTrue(Network.parse("0.0.0.0/0").contains(address("203.0.113.9")));
    assertFalse(Network.parse("0.0.0.0/0").contains(address("2001:db8::1")));
    assertTrue(Network.parse("2001:db8::/33").contains(address("2001:db8:7fff::1")));
    assertFalse(Network.parse("2001:db8::/33").contains(address("2001:db8:8000::1")));
    assertTrue(Network.parse("2001:db8::/96").contains(address("2001:db8::ffff:ffff")));
    assertFalse(Network.parse("2001:db8::/96").contains(address("2001:db8::1:0:0")));
    assertTrue(Network.parse("192.0.2.7").contains(address("192.0.2.7")));
    assertFalse(Network.parse("192.0.2.7").contains(address("192.0.2.6")));
    assertTrue(Network.parse("::/0").contains(address("2001:db8::1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/x",
        "10.0.0.1/8",
        "::/129",
        "localhost",
        "10.0.0.0/8/8",
        "2001:db8::1/64"
      })
  void whatIsNoNetworkIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Network.parse(text));
  }
}
