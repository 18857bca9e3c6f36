package assay.http.api.decisions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bounds;
import assay.core.Bytes;
import assay.core.Printable;
import assay.core.Seeds;
import assay.http.answer.Declined;
import assay.http.api.Call;
import assay.http.request.BadRequest;
import assay.service.ServedApps;
import assay.service.policy.ServedApp;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Position;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text as the query of a list of decisions: what it asks for within bounds, or a refusal. */
final class DecisionQueryFuzzTest {
  private static final List<String> SERVED = List.of("shop", "bank", "of-somebody-else");
  private static final List<String> OWN = List.of("shop", "bank");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final String KEY_ID = "zgSY9YSD-vOj1Io4s9YDvWTfB_pSYWr0TYrLvhSB7xo";

  static Stream<Arguments> queries() {
    Bytes whole =
        Bytes.utf8(
            "app=shop&step=receipt-chain&kind=receipt&keyId="
                + KEY_ID
                + "&since=2026-11-21T12%3A00%3A00.123456789Z&until=2026-11-22T00:00:00Z"
                + "&after=1763726400250.AAAAAAAAAAAAAAAAAAAAAA&limit=500");
    Stream<Bytes> codes =
        Seeds.vectors("keyId").distinct().limit(4).map(id -> Bytes.utf8("keyId=" + id.base64()));
    return Seeds.of(
        Seeds.cut(whole),
        codes,
        Stream.of(
                "app=of-somebody-else",
                "app=",
                "app=shop&app=bank",
                "app=sh%6fp&%6bind=assertion",
                "kind=devicecheck&step=no-data",
                "kind=ASSERTION",
                "step=" + "a".repeat(65),
                "since=1969-12-31T23:59:59Z",
                "since=-1000000000-01-01T00:00:00Z&until=+1000000000-12-31T23:59:59Z",
                "until=%2B1000000000-12-31T23:59:59.999999999Z",
                "until=9999-12-31T23:59:59.999Z",
                "until=9999-12-31T23:59:59.9991Z",
                "since=2026-11-21T24:00:00Z&until=2026-11-21T23:59:60Z",
                "since=2026-11-21T12:00:00+01:00",
                "since=2026-11-21T12:00:00%2B01:00",
                "after=0.-",
                "after=999999999999999._",
                "after=253402300799999." + "A".repeat(64),
                "after=9223372036854775808.A",
                "after=١.A",
                "limit=1",
                "limit=0500",
                "limit=501",
                "limit=0",
                "limit=-1",
                "limit=٣",
                "&",
                "=",
                "%",
                "keyId=" + KEY_ID.replace('-', '+').replace('_', '/'),
                "keyId=" + KEY_ID + "%3D",
                "step=\ud83d\ude00")
            .map(Bytes::utf8));
  }

  @MethodSource("queries")
  @FuzzTest(maxDuration = "10m")
  void aQueryIsReadWithinBoundsOrRefused(byte[] query) {
    String text = new String(query, StandardCharsets.UTF_8);
    Bounds.shown(() -> read(text)).ifPresent(DecisionQueryFuzzTest::requireSame);
  }

  private static void requireSame(Filter filter) {
    assertTrue(OWN.containsAll(filter.apps()) && !filter.apps().isEmpty(), filter.toString());
    assertTrue(filter.most() >= 2 && filter.most() <= 501, filter.toString());
    filter.keyId().ifPresent(id -> assertEquals(32, id.length()));
    Stream.of(filter.since(), filter.until(), filter.after().map(Position::at))
        .flatMap(Optional::stream)
        .forEach(time ->
            assertFalse(time.isBefore(Instant.EPOCH) || time.isAfter(LATEST), time.toString()));
    assertEquals(Optional.of(filter), read(printed(filter)));
  }

  /** As somebody would ask for it again. */
  private static String printed(Filter filter) {
    StringJoiner query = new StringJoiner("&");
    if (filter.apps().size() == 1) {
      query.add("app=" + filter.apps().getFirst());
    }
    filter.code().ifPresent(code -> query.add("step=" + code));
    filter.kind().ifPresent(kind -> query.add("kind=" + kind.text()));
    filter.keyId().ifPresent(id -> query.add("keyId=" + encoded(id.base64())));
    filter.since().ifPresent(time -> query.add("since=" + encoded(time.toString())));
    filter.until().ifPresent(time -> query.add("until=" + encoded(time.toString())));
    filter.after().ifPresent(last -> query.add("after=" + DecisionQuery.cursor(last)));
    return query.add("limit=" + (filter.most() - 1)).toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static Optional<Filter> read(String query) {
    Call call =
        new Call(
            "id", false, Optional.empty(), "", query, Buffer.buffer(), DecisionQueryFuzzTest::own);
    try {
      return Optional.of(new DecisionQuery(call, SERVED).filter());
    } catch (BadRequest refused) {
      assertEquals(refused.getMessage(), Printable.of(refused.getMessage()));
    } catch (Declined refused) {
      assertFalse(String.valueOf(refused.getMessage()).isBlank());
    }
    return Optional.empty();
  }

  private static Optional<ServedApp> own(String name) {
    return OWN.contains(name) ? Optional.of(ServedApps.production(name)) : Optional.empty();
  }
}
