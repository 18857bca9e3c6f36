package assay.store.postgres.lanes;

import io.vertx.core.Promise;
import java.util.List;

/**
 * A decision that somebody waits for.
 *
 * @param claims what no other decision of the same group may touch: its key, its challenge
 * @param since when it was asked for, on {@link System#nanoTime}'s clock
 */
record Waiting<D, O>(D decision, List<Object> claims, Promise<O> outcome, long since) {}
