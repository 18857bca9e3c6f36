package assay.core.pki;

import assay.core.Bytes;
import assay.core.Malformed;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks over the bytes of a certificate (RFC 5280) before the JDK reads them, because anybody may
 * have written them and the JDK does more than read:
 *
 * <ul>
 *   <li>A key that it does not understand it offers to every registered provider, and Bouncy Castle
 *       spends two seconds on whether a modulus of 16,384 bits may be prime. Apple's keys are on
 *       P-256 or P-384, so other keys are refused here.
 *   <li>A host in a URI that is no host name, such as one with a dot at its end, it looks up in the
 *       DNS. So every URI must name a host in the usual form.
 * </ul>
 *
 * <p>All on the way there must be DER: definite lengths in their shortest form, nothing after the
 * end.
 */
final class CertificateBytes {
  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int BOOLEAN = 0x01;
  private static final int OCTETS = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int VERSION = 0xa0;
  private static final int EXTENSIONS = 0xa3;
  private static final int URI_NAME = 0x86;
  private static final int CONSTRUCTED = 0x20;
  private static final int DEEPEST = 16;
  private static final int LONGEST_HOST = 253; // of the DNS; the pattern takes stack for every part

  /** Up to the point, which is 04 and two coordinates. */
  private static final Bytes P256_KEY =
      Bytes.hex("3059301306072a8648ce3d020106082a8648ce3d03010703420004");

  private static final Bytes P384_KEY =
      Bytes.hex("3076301006072a8648ce3d020106052b8104002203620004");

  /**
   * The extensions in which the JDK reads general names: alternative names, name constraints,
   * revocation lists, certificate issuers, the authority's key and access to information.
   */
  private static final Set<Bytes> OF_NAMES =
      Set.of(
          Bytes.hex("551d11"),
          Bytes.hex("551d12"),
          Bytes.hex("551d1c"),
          Bytes.hex("551d1d"),
          Bytes.hex("551d1e"),
          Bytes.hex("551d1f"),
          Bytes.hex("551d23"),
          Bytes.hex("551d2e"),
          Bytes.hex("2b06010505070101"),
          Bytes.hex("2b0601050507010b"));

  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*(\\.[A-Za-z0-9][A-Za-z0-9-]*)*");

  private final Bytes bytes;
  private int next;

  private CertificateBytes(Bytes bytes) {
    this.bytes = bytes;
  }

  static void requireReadable(Bytes der) throws Malformed {
    CertificateBytes whole = new CertificateBytes(der);
    CertificateBytes body = whole.enter(SEQUENCE).enter(SEQUENCE);
    if (whole.hasMore()) {
      throw new Malformed("bytes after the certificate");
    }
    if (body.isAt(VERSION)) {
      body.value(VERSION);
    }
    body.value(INTEGER); // serial number
    body.value(SEQUENCE); // algorithm
    body.value(SEQUENCE); // issuer
    body.value(SEQUENCE); // validity
    body.value(SEQUENCE); // subject
    int key = body.next;
    body.value(SEQUENCE);
    requireKey(body.bytes.slice(key, body.next));
    while (body.hasMore()) {
      if (body.isAt(EXTENSIONS)) {
        requireExtensions(body.enter(EXTENSIONS).enter(SEQUENCE));
      } else {
        body.value(body.tag());
      }
    }
  }

  private static void requireKey(Bytes info) throws Malformed {
    if (!isPoint(info, P256_KEY, 2 * 32) && !isPoint(info, P384_KEY, 2 * 48)) {
      throw new Malformed("a certificate's key is not an uncompressed point of P-256 or P-384");
    }
  }

  private static boolean isPoint(Bytes info, Bytes head, int coordinates) {
    return info.length() == head.length() + coordinates
        && info.slice(0, head.length()).equals(head);
  }

  private static void requireExtensions(CertificateBytes extensions) throws Malformed {
    while (extensions.hasMore()) {
      CertificateBytes extension = extensions.enter(SEQUENCE);
      Bytes type = extension.value(OBJECT_IDENTIFIER);
      if (extension.isAt(BOOLEAN)) {
        extension.value(BOOLEAN);
      }
      Bytes value = extension.value(OCTETS);
      if (OF_NAMES.contains(type)) {
        requireUsualHosts(new CertificateBytes(value), 0);
      }
    }
  }

  /** What looks like a URI where none belongs is refused too, as a lenient reader might find it. */
  private static void requireUsualHosts(CertificateBytes names, int depth) throws Malformed {
    if (depth > DEEPEST) {
      throw new Malformed("names in a certificate are nested deeper than " + DEEPEST);
    }
    while (names.hasMore()) {
      int tag = names.tag();
      Bytes value = names.value(tag);
      if ((tag & CONSTRUCTED) != 0) {
        requireUsualHosts(new CertificateBytes(value), depth + 1);
      } else {
        String text = new String(value.toArray(), StandardCharsets.US_ASCII);
        if (tag == URI_NAME ? !namesUsualHost(text) : text.contains("://")) {
          throw new Malformed("a certificate holds a URI whose host is not a host name");
        }
      }
    }
  }

  private static boolean namesUsualHost(String uri) {
    try {
      String host = new URI(uri).getHost();
      return host == null || (host.length() <= LONGEST_HOST && HOST_NAME.matcher(host).matches());
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private boolean hasMore() {
    return next < bytes.length();
  }

  private boolean isAt(int tag) {
    return hasMore() && bytes.at(next) == tag;
  }

  private int tag() {
    return bytes.at(next);
  }

  private CertificateBytes enter(int tag) throws Malformed {
    return new CertificateBytes(value(tag));
  }

  /** Moves over the next element, which must have the tag, and returns what is in it. */
  private Bytes value(int tag) throws Malformed {
    int left = bytes.length() - next;
    if (left < 2 || tag() != tag || (tag & 0x1f) == 0x1f) {
      throw notDer();
    }
    int first = bytes.at(next + 1);
    int start = next + 2;
    long length = first;
    if (first >= 0x80) {
      start += first - 0x80;
      if (first < 0x81 || first > 0x83 || start > bytes.length()) {
        throw notDer();
      }
      length = bytes.unsigned(next + 2, start);
      if (length < 0x80 || bytes.at(next + 2) == 0) {
        throw notDer();
      }
    }
    if (length > bytes.length() - start) {
      throw notDer();
    }
    next = start + (int) length;
    return bytes.slice(start, next);
  }

  private static Malformed notDer() {
    return new Malformed("a certificate is not the DER of one");
  }
}
