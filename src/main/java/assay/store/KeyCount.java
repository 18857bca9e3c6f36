package assay.store;

/**
 * How many keys an app has.
 *
 * @param keys all of them
 * @param revoked those of them that no longer count
 */
public record KeyCount(String app, Environment environment, long keys, long revoked) {}
