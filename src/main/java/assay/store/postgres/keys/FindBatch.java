package assay.store.postgres.keys;

import assay.store.AppKey;
import assay.store.StoredKey;
import assay.store.postgres.lanes.Batch;
import assay.store.postgres.values.Columns;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Keys that are looked up: {@code assay_find}. */
final class FindBatch implements Batch<AppKey, Optional<StoredKey>> {
  @Override
  public String sql() {
    return "SELECT f.n, " + KeyRows.columns("(f.key)") + " FROM assay_find($1, $2, $3) AS f";
  }

  @Override
  public int most() {
    return 256;
  }

  /** Readers are not in each other's way. */
  @Override
  public List<Object> claims(AppKey key) {
    return List.of();
  }

  @Override
  public int compare(AppKey left, AppKey right) {
    return KeyOrder.SAME_EVERYWHERE.compare(left, right);
  }

  @Override
  public Tuple arguments(List<AppKey> keys) {
    return Tuple.of(
        Columns.apps(keys, Function.identity()),
        Columns.environments(keys, Function.identity()),
        Columns.keyIds(keys, Function.identity()));
  }

  @Override
  public Optional<StoredKey> outcome(AppKey key, Row row) {
    return Optional.of(KeyRows.key(row, 1));
  }

  @Override
  public Optional<StoredKey> absent(AppKey key) {
    return Optional.empty();
  }
}
