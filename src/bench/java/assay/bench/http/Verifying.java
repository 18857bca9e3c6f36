package assay.bench.http;

import java.io.IOException;
import java.util.Arrays;

/** A server that checks assertions; every one must be accepted. */
final class Verifying implements Contender {
  private static final int FIRST_GUESS = 1_000;

  private final String name;
  private final int port;
  private final String app;
  private final boolean challenges;
  private final Assertions assertions;
  private double perSecond = FIRST_GUESS;

  /**
   * A server on a port.
   *
   * @param challenges whether each assertion needs a challenge of the server's, fetched before
   */
  Verifying(String name, int port, String app, boolean challenges, Assertions assertions) {
    this.name = name;
    this.port = port;
    this.app = app;
    this.challenges = challenges;
    this.assertions = assertions;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double measure(int seconds) throws IOException {
    LoadGenerator.Batch batch = prepare((int) (perSecond * seconds));
    perSecond =
        LoadGenerator.atTopRate(port, batch, 200, LoadGenerator.Answers.IGNORED).perSecond();
    return perSecond;
  }

  /** Latencies at half of the last top rate. */
  Histogram atHalfRate(int seconds) throws IOException {
    double half = perSecond / 2;
    return LoadGenerator.paced(port, prepare((int) (half * seconds)), 200, half).latencies();
  }

  private LoadGenerator.Batch prepare(int count) throws IOException {
    String[] used = new String[count];
    if (challenges) {
      used = ChallengePool.fetch(port, app, count);
    } else {
      Arrays.fill(used, Assertions.NO_CHALLENGE);
    }
    return assertions.next(used);
  }
}
