package assay.store.postgres.lanes;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * A kind of decision that many can be made of in one statement. The statement's first column is
 * {@code n}: which of the decisions, from 1, the row is about.
 */
public interface Batch<D, O> {
  String sql();

  /** How many go into one statement. */
  int most();

  /** What no other decision of the same statement may touch. */
  List<Object> claims(D decision);

  /** Puts decisions into the order that all instances lock in. */
  int compare(D left, D right);

  Tuple arguments(List<D> decisions);

  O outcome(D decision, Row row);

  /** The outcome of a decision that the statement has no row for. */
  O absent(D decision);
}
