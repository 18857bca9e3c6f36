package assay.store;

import static assay.store.Given.NOW;
import static assay.store.Given.await;
import static assay.store.Given.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import assay.core.Bytes;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Kind;
import assay.store.DecisionLog.Position;
import assay.store.DecisionLog.Recorded;
import assay.store.DecisionLog.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Decisions that were made are found by their ids, listed newest first, and forgotten in time. */
interface DecisionLogContract extends StoreUnderTest {
  Refused NONCE = new Refused("2-4", "nonce", "one is not the other: \u00e9\u4e16");

  private static Recorded refused(String id, Instant at) {
    return new Recorded(
        new Entry(
            id,
            at,
            Given.key(1),
            Kind.ATTESTATION,
            Optional.of(NONCE),
            Optional.of("hashed-twice")),
        Bytes.utf8("{\"id\":\"" + id + "\"}"));
  }

  private static Recorded accepted(String id, Instant at, String app) {
    AppKey key = new AppKey(app, Environment.TEST, Bytes.sha256(Bytes.utf8(id)));
    return new Recorded(
        new Entry(id, at, key, Kind.ASSERTION, Optional.empty(), Optional.empty()),
        Bytes.utf8("{}"));
  }

  private static Filter all(String... apps) {
    return new Filter(
        List.of(apps),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        100);
  }

  private List<String> ids(Filter filter) {
    return await(store().decisions(filter)).stream().map(Entry::id).toList();
  }

  @Test
  default void aDecisionIsFoundByItsIdAsItWasRecorded() throws Exception {
    Recorded one = refused("one", NOW);
    Recorded two = accepted("two", NOW, "bank");
    await(store().record(List.of(one, two)));
    assertEquals(Optional.of(one), await(store().decision("one")));
    assertEquals(Optional.of(two), await(another().decision("two")));
    assertEquals(Optional.of(one), await(reopened().decision("one")));
    assertEquals(Optional.empty(), await(store().decision("three")));
  }

  @Test
  default void aDecisionAboutNoKeyAndAtNoStepIsKeptAsOneOfAKind() {
    AppKey none = new AppKey("shop", Environment.TEST, Bytes.EMPTY);
    Recorded asked =
        new Recorded(
            new Entry(
                "asked",
                NOW,
                none,
                Kind.DEVICECHECK,
                Optional.of(new Refused("", "bad-device-token", "Apple does not take it")),
                Optional.of("devicecheck-bad-device-token")),
            Bytes.utf8("{}"));
    Entry refreshed =
        new Entry("refreshed", NOW, Given.key(1), Kind.RECEIPT, Optional.empty(), Optional.empty());
    await(store().record(List.of(asked, new Recorded(refreshed, Bytes.utf8("{}")))));
    assertEquals(Optional.of(asked), await(store().decision("asked")));
    Filter all = all("shop");
    assertEquals(
        List.of("asked"),
        ids(narrowed(all, Optional.of("bad-device-token"), Optional.of(Kind.DEVICECHECK))));
    assertEquals(
        List.of("refreshed"), ids(narrowed(all, Optional.empty(), Optional.of(Kind.RECEIPT))));
  }

  @Test
  default void aDecisionOfAKnownIdIsLeftAsItIs() {
    Recorded first = refused("one", NOW);
    await(store().record(List.of(first)));
    await(
        store().record(List.of(accepted("one", NOW.plusSeconds(1), "shop"), refused("two", NOW))));
    assertEquals(Optional.of(first), await(store().decision("one")));
    assertEquals(List.of("two", "one"), ids(all("shop")));
  }

  @Test
  default void aListIsNewestFirstAndOfTheNamedAppsOnly() {
    await(
        store()
            .record(
                List.of(
                    refused("middle", NOW),
                    accepted("newest", NOW.plusMillis(1), "bank"),
                    accepted("other", NOW, "game"),
                    refused("oldest", NOW.minusMillis(1)))));
    assertEquals(List.of("newest", "middle", "oldest"), ids(all("shop", "bank")));
    assertEquals(List.of("newest"), ids(all("bank")));
    assertEquals(List.of(), ids(all("nobody")));
    assertEquals(List.of(), ids(all()));
    assertEquals(refused("middle", NOW).entry(), await(store().decisions(all("shop"))).getFirst());
  }

  @Test
  default void aListIsNarrowedByStepKindKeyAndTime() {
    Instant later = NOW.plusSeconds(60);
    await(
        store()
            .record(
                List.of(
                    refused("refused", NOW),
                    accepted("accepted", NOW.plusSeconds(30), "shop"),
                    accepted("late", later, "shop"))));
    Filter all = all("shop");
    assertEquals(List.of("refused"), ids(narrowed(all, Optional.of("nonce"), Optional.empty())));
    assertEquals(List.of(), ids(narrowed(all, Optional.of("counter"), Optional.empty())));
    assertEquals(
        List.of("late", "accepted"),
        ids(narrowed(all, Optional.empty(), Optional.of(Kind.ASSERTION))));
    assertEquals(List.of("refused"), ids(ofKey(all, Given.key(1).keyId())));
    assertEquals(
        List.of("accepted"), ids(between(all, Optional.of(NOW.plusMillis(1)), Optional.of(later))));
    assertEquals(List.of("late"), ids(between(all, Optional.of(later), Optional.empty())));
  }

  private static Filter narrowed(Filter all, Optional<String> code, Optional<Kind> kind) {
    return new Filter(
        all.apps(), code, kind, all.keyId(), all.since(), all.until(), all.after(), all.most());
  }

  private static Filter ofKey(Filter all, Bytes keyId) {
    return new Filter(
        all.apps(),
        all.code(),
        all.kind(),
        Optional.of(keyId),
        all.since(),
        all.until(),
        all.after(),
        all.most());
  }

  private static Filter between(Filter all, Optional<Instant> since, Optional<Instant> until) {
    return new Filter(
        all.apps(), all.code(), all.kind(), all.keyId(), since, until, all.after(), all.most());
  }

  private static Filter page(Optional<Position> after, int most) {
    return new Filter(
        List.of("shop"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        after,
        most);
  }

  @Test
  default void pagesMeetWithoutGapOrDoubleWithinOneMillisecond() {
    List<Recorded> records =
        IntStream.range(0, 25)
            .mapToObj(number -> refused("id-%02d".formatted(number), NOW.plusMillis(number / 10)))
            .toList();
    await(store().record(records));
    List<String> read = new ArrayList<>();
    Optional<Position> after = Optional.empty();
    for (List<Entry> page = await(store().decisions(page(after, 4)));
        !page.isEmpty();
        page = await(store().decisions(page(after, 4)))) {
      page.forEach(entry -> read.add(entry.id()));
      after = Optional.of(page.getLast().position());
    }
    List<String> expected = new ArrayList<>(records.stream().map(it -> it.entry().id()).toList());
    Collections.reverse(expected);
    assertEquals(expected, read);
  }

  @Test
  default void whatIsTooOldIsForgottenAndTheRestStays() {
    Instant line = NOW.minus(Duration.ofDays(30));
    await(
        store()
            .record(
                List.of(
                    refused("old", line.minusMillis(1)),
                    refused("just", line),
                    refused("new", NOW))));
    assertEquals(1, await(store().forgetDecisions(line, 1000)));
    assertEquals(List.of("new", "just"), ids(all("shop")));
    assertEquals(Optional.empty(), await(store().decision("old")));
    assertEquals(0, await(store().forgetDecisions(line, 1000)));
  }

  @Test
  default void ofMoreThanAreKeptTheOldestAreForgotten() {
    for (int batch = 0; batch < 10; batch++) {
      int first = batch * 50;
      await(
          store()
              .record(
                  IntStream.range(first, first + 50)
                      .mapToObj(number -> refused("id-" + number, NOW.plusMillis(number)))
                      .toList()));
    }
    Instant nothing = NOW.minus(Duration.ofDays(1));
    assertEquals(497, await(store().forgetDecisions(nothing, 3)));
    assertEquals(List.of("id-499", "id-498", "id-497"), ids(all("shop")));
    assertEquals(Optional.empty(), await(store().decision("id-0")));
  }

  @Test
  default void moreThanABatchMayHoldIsRefusedWhole() {
    List<Recorded> many =
        IntStream.rangeClosed(0, DecisionLog.MOST_RECORDED)
            .mapToObj(number -> refused("id-" + number, NOW))
            .toList();
    assertInstanceOf(IllegalArgumentException.class, failure(() -> store().record(many)));
    Recorded large =
        new Recorded(
            refused("large", NOW).entry(), Bytes.of(new byte[DecisionLog.LARGEST_DOCUMENT + 1]));
    assertInstanceOf(
        IllegalArgumentException.class,
        failure(() -> store().record(List.of(refused("a", NOW), large))));
    assertEquals(List.of(), ids(all("shop")));
  }

  @Test
  default void theLargestDocumentComesBackByteForByte() {
    byte[] bytes = new byte[DecisionLog.LARGEST_DOCUMENT];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Recorded large = new Recorded(refused("large", NOW).entry(), Bytes.of(bytes));
    await(store().record(List.of(large)));
    assertEquals(Optional.of(large), await(store().decision("large")));
  }
}
