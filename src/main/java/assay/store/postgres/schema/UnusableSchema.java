package assay.store.postgres.schema;

/** The database holds a schema that this program cannot work with; says what to do about it. */
public final class UnusableSchema extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnusableSchema(String message) {
    super(message, null, false, false);
  }
}
