package assay.bench.http;

import java.io.IOException;

/** A server that answers the same POST over and over. */
final class Posting implements Contender {
  private static final int FIRST_GUESS = 5_000;

  private final String name;
  private final int port;
  private final byte[] request;
  private double perSecond = FIRST_GUESS;

  Posting(String name, int port, byte[] request) {
    this.name = name;
    this.port = port;
    this.request = request;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double measure(int seconds) throws IOException {
    LoadGenerator.Batch batch = LoadGenerator.Batch.of(request, (int) (perSecond * seconds));
    perSecond =
        LoadGenerator.atTopRate(port, batch, 201, LoadGenerator.Answers.IGNORED).perSecond();
    return perSecond;
  }
}
