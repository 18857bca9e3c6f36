package assay.service.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.core.Bytes;
import assay.service.journal.document.ReadableRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a record is read by whom some apps do not exist for. */
final class ReadableRecordTest {
  private static final String WHOLE =
      """
      {"code":"unknown-key","diagnosis":{"code":"a"},"restsOn":["bank","till"],%s
      "context":{"otherApps":[1],"keys":[2],"keysElsewhere":[3]}}\
      """
          .replace("\n", "");

  private static String read(String record, String... exist) {
    return ReadableRecord.of(Bytes.utf8(record), List.of(exist)::contains).text();
  }

  @Test
  void whoSeesAllAppsThatItRestsOnReadsTheSameBytes() {
    String record = WHOLE.formatted("\"diagnosisAlone\":{\"code\":\"b\"},");
    assertEquals(record, read(record, "till", "bank", "shop"));
  }

  @Test
  void whoLacksOneReadsWhatIsFoundWithoutAny() {
    assertEquals(
        "{\"code\":\"unknown-key\",\"diagnosis\":{\"code\":\"b\"},\"restsOn\":[],"
            + "\"context\":{\"keys\":[2]}}",
        read(WHOLE.formatted("\"diagnosisAlone\":{\"code\":\"b\"},"), "bank", "shop"));
  }

  @Test
  void whereNothingIsFoundWithoutThemThereIsNoDiagnosisAndNoContext() {
    assertEquals("{\"code\":\"unknown-key\"}", read(WHOLE.formatted(""), "till"));
  }

  @Test
  void aDiagnosisThatDoesNotSayWhatItRestsOnIsToldToNobody() {
    assertEquals(
        "{\"code\":\"app-id\"}",
        read("{\"code\":\"app-id\",\"diagnosis\":{\"code\":\"a\"},\"context\":{}}", "bank"));
    assertEquals(
        "{\"code\":\"app-id\"}",
        read("{\"code\":\"app-id\",\"diagnosis\":{},\"restsOn\":\"bank\"}", "bank"));
    assertEquals(
        "{\"code\":\"app-id\"}",
        read("{\"code\":\"app-id\",\"diagnosis\":{},\"restsOn\":[[\"bank\"]]}", "bank", ""));
  }

  @Test
  void aRecordWithoutADiagnosisIsReadAsItIs() {
    Bytes record = Bytes.utf8("{ \"verdict\" : \"accepted\" }");
    assertSame(record, ReadableRecord.of(record, _ -> false));
  }

  @Test
  void whatIsNoRecordIsNotHandedOut() {
    for (String text : List.of("", "[]", "{", "null")) {
      assertThrows(IllegalStateException.class, () -> read(text), text);
    }
  }
}
