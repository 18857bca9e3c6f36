package assay.service.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Bytes;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.service.journal.JournalObserver.Drop;
import assay.store.AppKey;
import assay.store.DecisionLog;
import assay.store.DecisionLog.Entry;
import assay.store.DecisionLog.Kind;
import assay.store.DecisionLog.Recorded;
import assay.store.Environment;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records wait their turn, in batches, and nobody waits for them. */
final class OutboxTest {
  private static final int MOST = 100;

  private final Log log = new Log();
  private final List<Runnable> later = new ArrayList<>();
  private final Told told = new Told();
  private final Outbox outbox = new Outbox(log, MOST, later::add, told);

  /** A log that writes when a test says so. */
  private static final class Log implements DecisionLog {
    final List<List<Recorded>> batches = new ArrayList<>();
    final List<Promise<Void>> writing = new ArrayList<>();
    Optional<RuntimeException> bug = Optional.empty();

    @Override
    public Future<Void> record(List<Recorded> records) {
      bug.ifPresent(thrown -> {
        throw thrown;
      });
      batches.add(records);
      writing.add(Promise.promise());
      return writing.getLast().future();
    }

    @Override
    public Future<Optional<Recorded>> decision(String id) {
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<List<Entry>> decisions(Filter filter) {
      return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Long> forgetDecisions(Instant before, long mostKept) {
      return Future.succeededFuture(0L);
    }
  }

  private static final class Told implements JournalObserver {
    int recorded;
    final List<String> dropped = new ArrayList<>();

    @Override
    public void recorded(int decisions) {
      recorded += decisions;
    }

    @Override
    public void dropped(Drop why, int decisions) {
      dropped.add(why + " " + decisions);
    }

    @Override
    public void diagnosed(String app, Optional<Diagnosis> diagnosis) {}

    @Override
    public void undiagnosed(String app) {}

    @Override
    public void failed(Throwable cause) {}
  }

  private static Recorded record(int number, int bytes) {
    AppKey key = new AppKey("shop", Environment.TEST, Bytes.EMPTY);
    return new Recorded(
        new Entry(
            "id-" + number, Instant.EPOCH, key, Kind.ASSERTION, Optional.empty(), Optional.empty()),
        Bytes.of(new byte[bytes]));
  }

  private void add(int from, int to) {
    IntStream.range(from, to).forEach(number -> add(record(number, 100)));
  }

  private void add(Recorded record) {
    assertTrue(outbox.expect());
    outbox.add(record);
  }

  private void pause() {
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void aLogThatThrowsLosesItsBatchAndNoMore() {
    log.bug = Optional.of(new IllegalStateException("a bug"));
    add(0, 2);
    pause();
    assertEquals(List.of("STORE 2"), told.dropped);
    log.bug = Optional.empty();
    add(2, 3);
    pause();
    log.writing.getFirst().complete();
    assertEquals(1, told.recorded);
  }

  @Test
  void whatComesWithinThePauseIsWrittenTogether() {
    add(0, 3);
    assertEquals(1, later.size());
    assertEquals(0, log.batches.size());
    pause();
    assertEquals(List.of(3), log.batches.stream().map(List::size).toList());
    log.writing.getFirst().complete();
    assertEquals(3, told.recorded);
  }

  @Test
  void oneBatchIsWrittenAtATimeAndTheNextWithoutAPause() {
    add(0, 1);
    pause();
    add(1, 90);
    assertEquals(0, later.size());
    assertEquals(1, log.batches.size());
    log.writing.getFirst().complete();
    log.writing.get(1).complete();
    log.writing.get(2).complete();
    assertEquals(List.of(1, 64, 25), log.batches.stream().map(List::size).toList());
    assertEquals(90, told.recorded);
    add(90, 91);
    assertEquals(1, later.size());
  }

  @Test
  void aBatchOfLargeRecordsIsBoundedByItsBytes() {
    IntStream.range(0, 5).forEach(number -> add(record(number, 100 * 1024)));
    pause();
    log.writing.getFirst().complete();
    log.writing.get(1).complete();
    assertEquals(List.of(2, 2, 1), log.batches.stream().map(List::size).toList());
  }

  @Test
  void whatFindsNoPlaceIsDroppedAndCounted() {
    add(0, MOST + 2);
    assertEquals(List.of("QUEUE 1", "QUEUE 1"), told.dropped);
    pause();
    assertEquals("id-0", log.batches.getFirst().getFirst().entry().id());
  }

  @Test
  void aBatchThatTheStoreRefusesIsCountedAndTheNextIsWritten() {
    add(0, 70);
    pause();
    log.writing.getFirst().fail(new IllegalStateException("full"));
    assertEquals(List.of("STORE 64"), told.dropped);
    log.writing.get(1).complete();
    assertEquals(6, told.recorded);
  }

  @Test
  void itIsIdleWhenAllThatWaitedIsWritten() {
    assertTrue(outbox.idle().isComplete());
    add(0, 1);
    Future<Void> idle = outbox.idle();
    assertFalse(idle.isComplete());
    pause();
    assertFalse(idle.isComplete());
    log.writing.getFirst().complete();
    assertTrue(idle.succeeded());
    assertTrue(outbox.idle().isComplete());
  }

  @Test
  void itIsNotIdleBeforeWhatIsExpectedCameAndIsWritten() {
    assertTrue(outbox.expect());
    Future<Void> idle = outbox.idle();
    assertFalse(idle.isComplete());
    outbox.add(record(0, 100));
    pause();
    assertFalse(idle.isComplete());
    log.writing.getFirst().complete();
    assertTrue(idle.succeeded());
  }

  @Test
  void whatIsExpectedAndNeverComesIsCountedAndNotWaitedFor() {
    assertTrue(outbox.expect());
    assertTrue(outbox.expect());
    Future<Void> idle = outbox.idle();
    outbox.miss(Drop.QUEUE);
    assertFalse(idle.isComplete());
    outbox.miss(Drop.STORE);
    assertTrue(idle.succeeded());
    assertEquals(List.of("QUEUE 1", "STORE 1"), told.dropped);
  }

  @Test
  void whatIsGivenUpIsCountedOnceWhateverBecomesOfIt() {
    add(0, 66);
    pause(); // 64 are with the store
    assertTrue(outbox.expect());
    assertTrue(outbox.expect());
    Future<Void> idle = outbox.idle();
    assertEquals(68, outbox.giveUp());
    assertTrue(idle.succeeded());
    outbox.add(record(66, 100));
    outbox.miss(Drop.QUEUE);
    log.writing.getFirst().complete();
    pause();
    assertEquals(List.of(64), log.batches.stream().map(List::size).toList());
    assertEquals(List.of("STOP 68"), told.dropped);
    assertEquals(0, told.recorded);
    assertEquals(0, outbox.giveUp());
  }

  @Test
  void whatComesAfterItWasGivenUpIsCountedAndLeftOut() {
    assertEquals(0, outbox.giveUp());
    assertEquals(List.of(), told.dropped);
    assertFalse(outbox.expect());
    assertEquals(List.of("STOP 1"), told.dropped);
    assertTrue(outbox.idle().succeeded());
  }
}
