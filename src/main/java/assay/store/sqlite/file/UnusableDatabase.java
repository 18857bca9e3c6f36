package assay.store.sqlite.file;

/** A database file cannot be opened, migrated or backed up; the message says why and what to do. */
public final class UnusableDatabase extends Exception {
  private static final long serialVersionUID = 1;

  UnusableDatabase(String message) {
    super(message);
  }

  UnusableDatabase(String message, Throwable cause) {
    super(message, cause);
  }
}
