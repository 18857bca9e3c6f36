package assay.cli.verify.given;

import assay.core.Bytes;
import assay.core.diagnosis.clientdata.ClientData;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** The challenge that stands in client data, which apps hash alone by mistake. */
public final class Challenge {
  static final JsonPointer USUAL_POINTER = JsonPointer.compile("/challenge");
  private static final int MOST_JSON = 64 * 1024;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Challenge() {}

  /** Client data, with the text at the pointer where it is JSON and has one there. */
  public static ClientData in(Bytes clientData, JsonPointer pointer) {
    ClientData whole = ClientData.of(clientData);
    if (clientData.length() > MOST_JSON) {
      return whole;
    }
    try {
      JsonNode found = MAPPER.readTree(clientData.toArray()).at(pointer);
      return found.isTextual() ? whole.withChallenge(Bytes.utf8(found.textValue())) : whole;
    } catch (IOException _) {
      return whole; // not JSON, and so the challenge itself
    }
  }
}
