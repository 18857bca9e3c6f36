package assay.store.postgres.values;

import assay.store.Environment;

/** The numbers that stand for environments in rows; they never change. */
public final class Environments {
  private Environments() {}

  public static short number(Environment environment) {
    return switch (environment) {
      case PRODUCTION -> 0;
      case DEVELOPMENT -> 1;
      case TEST -> 2;
    };
  }

  public static Environment of(short number) {
    return switch (number) {
      case 0 -> Environment.PRODUCTION;
      case 1 -> Environment.DEVELOPMENT;
      case 2 -> Environment.TEST;
      default -> throw new IllegalStateException("no environment has the number " + number);
    };
  }
}
