package assay.service.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.diagnosis.Known;
import assay.core.diagnosis.mistake.AppleAnswer;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.service.Journal.Occasion;
import assay.service.Phone;
import assay.service.ServedApps;
import assay.service.apple.DeviceAnswer;
import assay.service.apple.DeviceRequest;
import assay.service.journal.document.AppleDocument;
import assay.service.journal.document.ReadableRecord;
import assay.service.journal.explain.Found;
import assay.service.policy.ServedApp;
import assay.store.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  /** The other apps may use up what a search is allowed. */
  @Test
  void whatIsFoundOnlyWithoutTheOthersIsReadByWhomTheyDoNotExistFor() {
    ServedApp shop = ServedApps.of("shop", Environment.TEST, Phone.roots());
    Known known =
        Known.of(shop.app(), shop.attestationRoots(), Instant.EPOCH)
            .withOtherApps(List.of(new Known.OtherApp("bank", shop.app())));
    Optional<Diagnosis> alone = Optional.of(AppleAnswer.RECEIPT_NOT_NEWER.diagnosis());
    Bytes record =
        AppleDocument.of(
                new Occasion("id", "internal", Optional.empty(), shop, _ -> false),
                new DeviceRequest.Query(Bytes.utf8("a device token")),
                new DeviceAnswer.UsedDeviceToken(),
                Instant.EPOCH,
                new Found(Optional.empty(), alone, alone, Optional.of(known)))
            .document();
    String narrow = ReadableRecord.of(record, _ -> false).text();
    assertTrue(narrow.contains("\"diagnosis\":{\"code\":\"receipt-not-newer\""), narrow);
    assertFalse(narrow.contains("diagnosisAlone") || narrow.contains("bank"), narrow);
    assertSame(record, ReadableRecord.of(record, _ -> true));
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
