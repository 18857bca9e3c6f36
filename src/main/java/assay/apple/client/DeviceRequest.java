package assay.apple.client;

import assay.core.Bytes;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Writes the JSON of a request to DeviceCheck. */
final class DeviceRequest {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final long VERSION_FIELD = 0xf000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_FIELD = 0xc000_0000_0000_0000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /** Tokens of 2026 have about 2,200 characters. */
  private static final int MOST_CHARACTERS = 8 << 10;

  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

  private DeviceRequest() {}

  /**
   * Whether a device token is standard base64 without line breaks, padded, and of a size that Apple
   * makes: what Apple would refuse anyhow is not worth asking about.
   */
  static boolean isToken(String text) {
    return text.length() <= MOST_CHARACTERS
        && text.length() % 4 == 0
        && BASE64.matcher(text).matches();
  }

  static Bytes of(
      String deviceToken,
      UUID transaction,
      Instant now,
      Optional<Boolean> bit0,
      Optional<Boolean> bit1) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder();
        JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("device_token", deviceToken);
      json.writeStringField("transaction_id", transaction.toString());
      json.writeNumberField("timestamp", now.toEpochMilli());
      bit(json, "bit0", bit0);
      bit(json, "bit1", bit1);
      json.writeEndObject();
      json.flush();
      return Bytes.of(bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // bytes are written to memory
    }
  }

  private static void bit(JsonGenerator json, String name, Optional<Boolean> bit)
      throws IOException {
    if (bit.isPresent()) {
      json.writeBooleanField(name, bit.get());
    }
  }

  /** An identifier that no other request has: a random UUID (RFC 9562, version 4). */
  static UUID transaction(RandomGenerator random) {
    return new UUID(
        (random.nextLong() & ~VERSION_FIELD) | VERSION_4,
        (random.nextLong() & ~VARIANT_FIELD) | VARIANT);
  }
}
