package assay.http.request;

import assay.core.Bytes;
import java.util.Map;
import java.util.Optional;

/** The members of one JSON object, whose names and types were checked when they were read. */
public final class Members {
  /** A key id is the SHA-256 of a public key. */
  public static final int KEY_ID_BYTES = 32;

  private final Map<String, Object> values;
  private final String path;

  Members(Map<String, Object> values, String path) {
    this.values = values;
    this.path = path;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether a member is there and true. */
  public boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  /** What a member says, where it is there. */
  public Optional<Boolean> optionalFlag(String name) {
    return Optional.ofNullable((Boolean) values.get(name));
  }

  /** A whole number from 0 to a largest one. */
  public Optional<Long> number(String name, long most) throws BadRequest {
    Optional<Long> number = Optional.ofNullable((Long) values.get(name));
    if (number.filter(value -> value < 0 || value > most).isPresent()) {
      throw new BadRequest(path + name + " must be a whole number from 0 to " + most);
    }
    return number;
  }

  /** The object that a member holds. */
  public Optional<Members> object(String name) {
    return Optional.ofNullable((Members) values.get(name));
  }

  /** Text that must be there. */
  public String text(String name) throws BadRequest {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  public Optional<String> optionalText(String name) {
    return Optional.ofNullable((String) values.get(name));
  }

  /** Text of a bounded length, in UTF-16 units, that holds no control characters. */
  public Optional<String> line(String name, int least, int most) throws BadRequest {
    Optional<String> text = optionalText(name);
    if (text.isPresent()) {
      requireLine(path + name, text.get(), least, most);
    }
    return text;
  }

  /** Bytes that must be there, of any length but none. */
  public Bytes bytes(String name) throws BadRequest {
    return optionalBytes(name).orElseThrow(() -> missing(name));
  }

  /** Bytes, at least one. */
  public Optional<Bytes> optionalBytes(String name) throws BadRequest {
    Object text = values.get(name);
    if (text == null) {
      return Optional.empty();
    }
    Bytes bytes = Base64Text.decode(path + name, (String) text);
    if (bytes.isEmpty()) {
      throw new BadRequest(path + name + " is empty");
    }
    return Optional.of(bytes);
  }

  /** Bytes of one length. */
  public Optional<Bytes> optionalBytes(String name, int length) throws BadRequest {
    Optional<Bytes> bytes = optionalBytes(name);
    if (bytes.isPresent()) {
      requireLength(path + name, bytes.get(), length);
    }
    return bytes;
  }

  /** A key id that must be there. */
  public Bytes keyId(String name) throws BadRequest {
    Bytes bytes = bytes(name);
    requireKeyId(path + name, bytes);
    return bytes;
  }

  /** The key id that a text outside JSON is. */
  public static Bytes keyIdOf(String name, String text) throws BadRequest {
    Bytes bytes = Base64Text.decode(name, text);
    requireKeyId(name, bytes);
    return bytes;
  }

  private static void requireKeyId(String name, Bytes bytes) throws BadRequest {
    if (bytes.length() != KEY_ID_BYTES) {
      throw new BadRequest(
          name
              + " has "
              + bytes.length()
              + " bytes, not "
              + KEY_ID_BYTES
              + "; send what generateKey returned as it is (base64 of 44 characters), encoded no"
              + " second time");
    }
  }

  private static void requireLength(String name, Bytes bytes, int length) throws BadRequest {
    if (bytes.length() != length) {
      throw new BadRequest(name + " has " + bytes.length() + " bytes, not " + length);
    }
  }

  /** Refuses text that is too short, too long, or holds control characters. */
  public static void requireLine(String name, String text, int least, int most) throws BadRequest {
    if (text.length() < least || text.length() > most) {
      throw new BadRequest(
          name + " has " + text.length() + " characters; " + least + " to " + most + " are taken");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new BadRequest(name + " holds control characters");
    }
  }

  private BadRequest missing(String name) {
    return new BadRequest(path + name + " is missing");
  }
}
