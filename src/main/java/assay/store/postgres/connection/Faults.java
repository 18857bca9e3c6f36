package assay.store.postgres.connection;

import assay.store.StoreUnavailable;
import assay.store.StoreUnavailable.Cause;
import io.vertx.pgclient.PgException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * What a failure means for the decision that met it. SQLSTATE codes are in PostgreSQL's appendix A;
 * of a failed statement no text of the server's is passed on, as it may quote values.
 */
public final class Faults {
  private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

  /** No such prepared statement, a protocol violation, and "cached plan must not change". */
  private static final Set<String> OUTDATED = Set.of("26000", "08P01", "0A000");

  private Faults() {}

  /** The transaction lost to another one and was rolled back: trying again is safe. */
  static boolean conflict(Throwable failure) {
    return sqlState(failure).filter(CONFLICTS::contains).isPresent();
  }

  /**
   * The statement no longer fits what the session remembers of it: the schema changed, or a pooler
   * mixed up sessions. Nothing was changed, and a new connection may do better.
   */
  static boolean outdated(Throwable failure) {
    return sqlState(failure)
        .filter(state -> OUTDATED.contains(state) || state.startsWith("42"))
        .isPresent();
  }

  /** Whether the connection can be used on: only where the server answered, and lives on. */
  static boolean sessionLives(Throwable failure) {
    return failure instanceof PgException e
        && !"FATAL".equals(e.getSeverity())
        && !"PANIC".equals(e.getSeverity())
        && !readOnly(e.getSqlState());
  }

  /** A statement failed that was sent. */
  static StoreUnavailable ofStatement(Throwable failure) {
    if (failure instanceof StoreUnavailable told) {
      return told;
    }
    return sqlState(failure)
        .map(Faults::ofState)
        .orElseGet(() ->
            new StoreUnavailable(
                Cause.LOST, "the connection to PostgreSQL went away during the decision"));
  }

  private static StoreUnavailable ofState(String state) {
    String code = " (SQLSTATE " + state + ")";
    if (readOnly(state)) {
      return new StoreUnavailable(
          Cause.UNREACHABLE,
          "PostgreSQL takes no writes: it is a standby or set read-only; point the store at the"
              + " primary"
              + code);
    }
    if (state.startsWith("42") || state.equals("3F000")) {
      return new StoreUnavailable(
          Cause.UNREACHABLE,
          "the database's schema is not the one this program needs, or the user may not use it; run"
              + " assay migrate or grant it"
              + code);
    }
    return switch (state) {
      case "57014" ->
          new StoreUnavailable(Cause.TIMED_OUT, "PostgreSQL did not finish in time" + code);
      case "53100" -> new StoreUnavailable(Cause.FULL, "PostgreSQL has no disk space left" + code);
      default -> new StoreUnavailable(Cause.LOST, "PostgreSQL did not keep the decision" + code);
    };
  }

  /** The store was told to stop. */
  public static StoreUnavailable closed() {
    return new StoreUnavailable(Cause.CLOSED, "the store is closed");
  }

  /** No connection could be made. */
  public static StoreUnavailable ofConnecting(PostgresSettings settings, Throwable failure) {
    return new StoreUnavailable(
        Cause.UNREACHABLE, "cannot connect to " + settings + ": " + reason(failure));
  }

  private static String reason(Throwable failure) {
    return switch (failure) {
      case PgException e -> e.getErrorMessage() + " (SQLSTATE " + e.getSqlState() + ")";
      case TimeoutException e -> "no answer in time";
      default -> Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getName());
    };
  }

  private static boolean readOnly(String state) {
    return state.equals("25006");
  }

  private static Optional<String> sqlState(Throwable failure) {
    return failure instanceof PgException e
        ? Optional.ofNullable(e.getSqlState())
        : Optional.empty();
  }
}
