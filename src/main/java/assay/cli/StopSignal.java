package assay.cli;

import java.util.concurrent.CountDownLatch;

/** The end of a command that runs until it is told to stop: by SIGTERM, or by SIGINT. */
public final class StopSignal {
  /** What there is to do before the process ends. */
  @FunctionalInterface
  public interface Stopping {
    void stop();
  }

  private StopSignal() {}

  /**
   * Waits to be told, and then stops: the process ends no sooner than that has run.
   *
   * @throws InterruptedException where the thread is told so instead; then nothing was stopped
   */
  public static void await(Stopping stopping) throws InterruptedException {
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              told.countDown();
              try {
                stopped.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            },
            "assay-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      told.await();
      stopping.stop();
    } finally {
      stopped.countDown();
    }
  }
}
