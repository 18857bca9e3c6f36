package assay.service.journal.document;

import assay.core.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * What of a record a caller may read. Records are complete, and an operator beside the store reads
 * all of them; but what is behind a refusal may rest on other apps, and those do not exist for a
 * caller that they are not configured for.
 *
 * <p>Such a caller gets the record as it would be had the server no other app: with the diagnosis
 * that was found without them, and that was recorded for this, not with a shortened sentence, as
 * the code alone tells that there is another app. What is made of it, such as a vector, is complete
 * in itself, and a replay finds the same diagnosis.
 */
public final class ReadableRecord {
  private ReadableRecord() {}

  /**
   * The record itself where it tells of no app that does not exist for the reader, or what is left
   * of it. A record that has a diagnosis and does not say what it rests on keeps none.
   *
   * @param exists tells it by an app's name
   */
  public static Bytes of(Bytes document, Predicate<String> exists) {
    ObjectNode record = read(document);
    if (tellsOfNoOthers(record, exists)) {
      return document;
    }
    JsonNode alone = record.remove(Document.DIAGNOSIS_ALONE);
    if (alone == null) {
      record.remove(Document.DIAGNOSIS);
      record.remove(Document.RESTS_ON);
      record.remove(Document.CONTEXT);
    } else {
      record.set(Document.DIAGNOSIS, alone);
      record.putArray(Document.RESTS_ON);
      if (record.path(Document.CONTEXT) instanceof ObjectNode context) {
        ContextJson.leaveOthersOut(context);
      }
    }
    return Document.bytes(record);
  }

  private static ObjectNode read(Bytes document) {
    try {
      if (Document.MAPPER.readTree(document.toArray()) instanceof ObjectNode record) {
        return record;
      }
    } catch (IOException _) {
      // told below, without what is in it
    }
    throw new IllegalStateException("a record is no JSON object");
  }

  private static boolean tellsOfNoOthers(JsonNode record, Predicate<String> exists) {
    return record.path(Document.RESTS_ON) instanceof ArrayNode names
        ? StreamSupport.stream(names.spliterator(), false)
            .allMatch(name -> name.isTextual() && exists.test(name.asText()))
        : !record.has(Document.DIAGNOSIS) && !record.has(Document.CONTEXT);
  }
}
