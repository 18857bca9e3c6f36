package assay.store.sqlite.sql;

import assay.store.StoreUnavailable;
import assay.store.StoreUnavailable.Cause;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What SQLite's errors mean to those who asked. */
public final class Faults {
  private Faults() {}

  /** Whether whatever was asked would have failed, and not only this request. */
  public static boolean ofTheStore(Throwable fault) {
    return switch (fault) {
      case StoreUnavailable _ -> true;
      case SQLException e -> !is(e, SQLiteErrorCode.SQLITE_CONSTRAINT);
      default -> false;
    };
  }

  public static RuntimeException told(SQLException fault) {
    if (is(fault, SQLiteErrorCode.SQLITE_CONSTRAINT)) {
      return new IllegalArgumentException("the store cannot keep this: " + fault.getMessage());
    }
    if (is(fault, SQLiteErrorCode.SQLITE_FULL)) {
      return new StoreUnavailable(
          Cause.FULL, "no space is left for the store's file; nothing was changed");
    }
    if (is(fault, SQLiteErrorCode.SQLITE_BUSY)) {
      return new StoreUnavailable(
          Cause.UNREACHABLE, "another process has kept the store's file locked; nothing was tried");
    }
    return new StoreUnavailable(
        Cause.LOST, "the store's file could not be written or read: " + fault.getMessage());
  }

  public static StoreUnavailable unreachable(SQLException fault) {
    return new StoreUnavailable(
        Cause.UNREACHABLE, "the store's file cannot be opened: " + fault.getMessage());
  }

  public static boolean is(SQLException fault, SQLiteErrorCode code) {
    return (fault.getErrorCode() & 0xff) == code.code;
  }
}
