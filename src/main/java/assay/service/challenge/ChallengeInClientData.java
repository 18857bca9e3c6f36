package assay.service.challenge;

import assay.core.Bytes;
import assay.core.Malformed;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Finds the challenge in what the app hashed: the client data is the challenge itself, or JSON with
 * the challenge in it. The JSON is read strictly: where a member stands twice, two readers may see
 * two different challenges.
 */
public final class ChallengeInClientData {
  private static final int DEEPEST = 64;
  private static final ObjectMapper STRICT =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ChallengeInClientData() {}

  /**
   * The challenge's text.
   *
   * @param pointer where it stands in JSON (RFC 6901)
   * @throws Malformed where there is none
   */
  public static String find(Bytes clientData, JsonPointer pointer) throws Malformed {
    String text = utf8(clientData);
    return text.startsWith("{") || text.startsWith("[") ? member(text, pointer) : text;
  }

  private static String utf8(Bytes clientData) throws Malformed {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(clientData.toArray()))
          .toString();
    } catch (CharacterCodingException _) {
      throw new Malformed(
          "the client data is not text: send it as the challenge itself, or as JSON that holds it");
    }
  }

  private static String member(String text, JsonPointer pointer) throws Malformed {
    try {
      JsonNode found = STRICT.readTree(text).at(pointer);
      if (found.isTextual()) {
        return found.textValue();
      }
    } catch (JacksonException e) {
      throw new Malformed("the client data is not strict JSON: " + e.getOriginalMessage());
    }
    throw new Malformed("the client data has no text at " + pointer);
  }
}
