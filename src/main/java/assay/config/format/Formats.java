package assay.config.format;

import assay.core.Printable;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the values of a configuration are written. */
public final class Formats {
  /** Of apps, callers and the like: they stand in routes, labels and variables. */
  private static final Pattern SHORT_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,7}(\\.[0-9]{1,3})?");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  private Formats() {}

  public static Format<String> shortName(String what) {
    return text -> {
      require(
          SHORT_NAME.matcher(text).matches(),
          what + " is named in at most 63 lower-case letters, digits and hyphens",
          text);
      return text;
    };
  }

  public static Format<Integer> number(String what, int least, int most) {
    return text -> {
      boolean fits =
          NUMBER.matcher(text).matches()
              && Integer.parseInt(text) >= least
              && Integer.parseInt(text) <= most;
      require(fits, what + " is a number from " + least + " to " + most, text);
      return Integer.valueOf(text);
    };
  }

  /** 0 lets the system choose. */
  public static int port(String text) {
    return number("a port", 0, 65535).parse(text);
  }

  public static String host(String text) {
    require(
        HOST.matcher(text).matches(),
        "a host is a name or an address, such as 127.0.0.1; its port is given apart",
        text);
    return text;
  }

  /** Whether a host's name or address is this machine's, so that nobody listens on the way. */
  public static boolean isLoopback(String host) {
    return LOOPBACK.contains(host.replaceAll("^\\[|\\]$", ""));
  }

  /** RFC 3986. What is wrong is told without the text, as it may hold a password. */
  public static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "is not a URL from its character "
              + (e.getIndex() + 1)
              + " on; write what is special in names as %XX",
          null);
    }
  }

  /** A positive number with at most three decimals. */
  public static double decimal(String text) {
    require(
        DECIMAL.matcher(text).matches()
            && Double.parseDouble(text) > 0
            && Double.parseDouble(text) <= 1_000_000,
        "a rate is how many a second, above 0 and at most 1000000, such as 50 or 0.5",
        text);
    return Double.parseDouble(text);
  }

  /** {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h} or {@code 7d}; the bounds are allowed. */
  public static Format<Duration> duration(Duration least, Duration most) {
    return text -> {
      Matcher matcher = DURATION.matcher(text);
      require(matcher.matches(), "a duration is such as 500ms, 30s, 5m, 1h or 7d", text);
      long count = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          };
      require(
          duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0,
          "this duration is from " + shortly(least) + " to " + shortly(most),
          text);
      return duration;
    };
  }

  private static String shortly(Duration duration) {
    if (duration.toMillis() % 1000 != 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSeconds() % 60 != 0) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutes() % 60 != 0) {
      return duration.toMinutes() + "m";
    }
    return duration.toHours() % 24 == 0 ? duration.toDays() + "d" : duration.toHours() + "h";
  }

  /** One of some words. */
  public static <T> Format<T> oneOf(String what, Map<String, T> words) {
    List<String> known = words.keySet().stream().sorted().toList();
    return text -> {
      T value = words.get(text);
      if (value == null) {
        throw new IllegalArgumentException(
            what + " is " + or(known) + ", not " + quoted(text) + Nearest.hint(text, known));
      }
      return value;
    };
  }

  /** One of some words, where the word is what counts. */
  public static Format<String> oneOf(String what, Set<String> words) {
    return oneOf(what, words.stream().collect(Collectors.toMap(word -> word, word -> word)));
  }

  /** One of some names that stand elsewhere in the file. */
  public static Format<String> known(String what, Set<String> names) {
    return text -> {
      if (!names.contains(text)) {
        throw new IllegalArgumentException(
            "there is no " + what + " " + quoted(text) + Nearest.hint(text, names));
      }
      return text;
    };
  }

  /** A network such as {@code 10.0.0.0/8}, or one address of one; IPv6 in hexadecimal alone. */
  public static String network(String text) {
    String[] parts = text.split("/", 2);
    byte[] address = address(parts[0], text);
    int bits = address.length * 8;
    int prefix = parts.length == 1 ? bits : number("a prefix", 1, bits).parse(parts[1]);
    for (int bit = prefix; bit < bits; bit++) {
      require(
          (address[bit / 8] >> (7 - bit % 8) & 1) == 0,
          "a network's address ends with its prefix; behind the first " + prefix + " bits is 0",
          text);
    }
    return parts[0] + "/" + prefix;
  }

  private static byte[] address(String text, String whole) {
    boolean six = text.contains(":");
    try {
      require(six || text.split("\\.", -1).length == 4, "", whole);
      require(!text.contains("%") && !(six && text.contains(".")), "", whole);
      InetAddress address = InetAddress.ofLiteral(text); // asks no name server
      require(six != address instanceof Inet4Address, "", whole);
      return address.getAddress();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a proxy is an address or a network such as 10.0.0.0/8, not " + quoted(whole), e);
    }
  }

  public static void require(boolean holds, String rule, String text) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", not " + quoted(text));
    }
  }

  /** Text as messages show it: a word as it is, anything else in quotes. */
  public static String quoted(String text) {
    String shown = Printable.of(text.length() > 100 ? text.substring(0, 100) + "…" : text);
    return shown.matches("[^\\s\"]+") ? shown : "\"" + shown + "\"";
  }

  private static String or(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }
}
