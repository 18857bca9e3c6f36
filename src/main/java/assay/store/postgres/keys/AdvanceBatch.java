package assay.store.postgres.keys;

import assay.core.CounterRule;
import assay.store.Advance;
import assay.store.AppKey;
import assay.store.OpenChallenge;
import assay.store.Risk;
import assay.store.postgres.lanes.Batch;
import assay.store.postgres.values.Columns;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Counters that are to be moved: {@code assay_advance}. */
final class AdvanceBatch implements Batch<AdvanceBatch.Move, Advance> {

  record Move(
      AppKey key, long counter, CounterRule rule, Optional<OpenChallenge> challenge, Instant now) {}

  @Override
  public String sql() {
    return "SELECT n, outcome, highest, metric, as_of FROM assay_advance($1, $2, $3, $4, $5, $6, $7, $8)";
  }

  @Override
  public int most() {
    return 256;
  }

  @Override
  public List<Object> claims(Move move) {
    return move.challenge().isEmpty()
        ? List.of(move.key())
        : List.of(move.key(), move.challenge().get().id());
  }

  @Override
  public int compare(Move left, Move right) {
    return KeyOrder.SAME_EVERYWHERE.compare(left.key(), right.key());
  }

  @Override
  public Tuple arguments(List<Move> moves) {
    return Tuple.of(
            Columns.apps(moves, Move::key),
            Columns.environments(moves, Move::key),
            Columns.keyIds(moves, Move::key))
        .addValue(Columns.numbers(moves, Move::counter))
        .addValue(moves.stream().map(move -> size(move.rule())).toArray(Integer[]::new))
        .addValue(Columns.optionalBytes(moves, move -> move.challenge().map(OpenChallenge::id)))
        .addValue(
            Columns.optionalTimes(moves, move -> move.challenge().map(OpenChallenge::expiresAt)))
        .addValue(Columns.times(moves, Move::now));
  }

  /** As {@code assay_takes} has it. */
  private static int size(CounterRule rule) {
    return switch (rule) {
      case CounterRule.Strict() -> 0;
      case CounterRule.Window(int size) -> size;
    };
  }

  @Override
  public Advance outcome(Move move, Row row) {
    return switch (row.getInteger(1)) {
      case 0 -> new Advance.Moved(risk(row));
      case 1 -> new Advance.UnknownKey();
      case 2 -> new Advance.RevokedKey();
      case 3 -> new Advance.ChallengeSpent();
      case 4 -> new Advance.CounterNotAhead(row.getLong(2));
      default ->
          throw new IllegalStateException("assay_advance has no outcome " + row.getInteger(1));
    };
  }

  private static Optional<Risk> risk(Row row) {
    return Optional.ofNullable(row.getInteger(3))
        .map(metric -> new Risk(metric, row.getOffsetDateTime(4).toInstant()));
  }

  @Override
  public Advance absent(Move move) {
    return new Advance.UnknownKey();
  }
}
