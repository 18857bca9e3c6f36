package assay.http.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.config.format.Formats;
import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Seeds;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text as what proxies say of a sender, and as the networks that they are in. */
final class ForwardedFuzzTest {
  private static final List<Network> TRUSTED =
      Stream.of("10.0.0.0/8", "fd00::/8").map(Network::parse).toList();
  private static final Forwarded FORWARDED = new Forwarded(TRUSTED);
  private static final Address PROXY = Address.parse("10.0.0.1").orElseThrow();
  private static final Address STRANGER = Address.parse("192.0.2.7").orElseThrow();
  private static final Address CLIENT = Address.parse("203.0.113.9").orElseThrow();

  static Stream<Arguments> headers() {
    return Seeds.of(
        Seeds.cut(Bytes.utf8("1.2.3.4, [2001:db8::1]:4711,10.9.9.9\n10.1.1.1 , fd00::1")),
        Stream.of(
                "unknown",
                ",",
                ",,,",
                "\n\n",
                "10.0.0.1,".repeat(5_000),
                "::ffff:10.0.0.1, ::ffff:1.2.3.4",
                "fe80::1%eth0",
                "[::1",
                "[::1]]:1",
                "1.2.3.4:",
                "1.2.3:4",
                "01.02.03.04",
                "0x7f.1",
                "1::2::3",
                ":::",
                "::10.0.0.1",
                "::FFFF:1.2.3.4",
                "0:0:0:0:0:ffff:1.2.3.4",
                "0:0:0:0:0:0:1.2.3.4",
                "64:ff9b::1.2.3.4",
                "1:ffff::1.2.3.4",
                "[::1]",
                "1.2.3.4\u0000",
                "١.٢.٣.٤",
                ":".repeat(5_000))
            .map(Bytes::utf8));
  }

  @MethodSource("headers")
  @FuzzTest(maxDuration = "10m")
  void nobodySpeaksForAnotherAddress(byte[] lines) {
    String text = new String(lines, StandardCharsets.UTF_8);
    List<String> headers = List.of(text.split("\n", -1));
    assertEquals(STRANGER, FORWARDED.sender(STRANGER, headers));
    Address sender = Bounds.shown(() -> FORWARDED.sender(PROXY, headers));
    assertTrue(sender.six() || (sender.high() == 0 && sender.low() >>> 32 == 0));
    requireOfThose(sender, text);
    Stream.of(text.split("[,\n]", -1)).forEach(ForwardedFuzzTest::requireMeansTheSameToOthers);
    // what a client makes up stands left of what the proxy saw of it
    List<String> appended = new ArrayList<>(headers);
    appended.set(appended.size() - 1, appended.getLast() + ", 203.0.113.9");
    assertEquals(CLIENT, FORWARDED.sender(PROXY, appended));
    appended.addLast("203.0.113.9");
    assertEquals(CLIENT, FORWARDED.sender(PROXY, appended));
  }

  /** To the JDK, which takes more ways to write an IPv4 address, and looks up scopes. */
  private static void requireMeansTheSameToOthers(String text) {
    Optional<Address> address = Address.parse(text);
    if (address.isEmpty() || text.indexOf(':') < 0 || text.indexOf('%') >= 0) {
      return;
    }
    byte[] bytes = InetAddress.ofLiteral(text).getAddress();
    Bytes expected =
        bytes.length == 4 ? Bytes.of(new byte[12]).concat(Bytes.of(bytes)) : Bytes.of(bytes);
    Address same = address.get();
    assertEquals(
        expected,
        Bytes.of(ByteBuffer.allocate(16).putLong(same.high()).putLong(same.low()).array()),
        text);
    assertEquals(bytes.length == 16, same.six(), text);
  }

  /** The proxy itself, or what one of the elements says, without or with a port. */
  private static void requireOfThose(Address sender, String text) {
    if (sender.equals(PROXY)) {
      return;
    }
    boolean said =
        Stream.of(text.split("[,\n]", -1))
            .map(String::strip)
            .flatMap(element ->
                Stream.of(element, element.replaceFirst(":[^:]*$", ""))
                    .map(it -> it.replaceFirst("^\\[(.*?)].*$", "$1")))
            .map(Address::parse)
            .anyMatch(Optional.of(sender)::equals);
    assertTrue(said, sender + " in " + text);
  }

  static Stream<Arguments> networks() {
    return Seeds.of(
        Stream.of(
                "10.0.0.0/8",
                "10.0.0.1",
                "10.0.0.1/8",
                "fd00::/8",
                "fd00::/129",
                "::/0",
                "::/1",
                "0.0.0.0/0",
                "128.0.0.0/1",
                "::ffff:10.0.0.0/104",
                "::ffff:0:0/96",
                "::10.0.0.0/104",
                "64:ff9b::10.0.0.0/104",
                "10.0.0.0/08",
                "::/0030",
                "10.0.0.0/٨",
                "10.0.0.0/",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0/16",
                "010.0.0.0/8",
                "[::1]/128",
                "::1%lo/128",
                "fe80::1%1",
                "/8",
                "")
            .map(Bytes::utf8));
  }

  /** What the configuration takes, the listener takes, and for no more addresses than it says. */
  @MethodSource("networks")
  @FuzzTest(maxDuration = "10m")
  void aNetworkMeansTheSameToTheConfigurationAndToTheListener(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    configured(text)
        .map(Network::parse)
        .ifPresent(network ->
            assertEquals(
                Address.parse(text.replaceFirst("/.*", "")), Optional.of(network.base()), text));
    Optional<Network> listened = read(text);
    listened.ifPresent(network -> {
      assertTrue(network.contains(network.base()));
      Address other =
          new Address(network.base().six(), network.base().high(), network.base().low() ^ 1);
      int bits = network.base().six() ? 128 : 32;
      assertEquals(network.prefix() < bits, network.contains(other), text);
    });
  }

  private static Optional<String> configured(String text) {
    try {
      return Optional.of(Formats.network(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<Network> read(String text) {
    try {
      return Optional.of(Network.parse(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
