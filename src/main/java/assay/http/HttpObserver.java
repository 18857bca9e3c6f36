package assay.http;

import java.time.Duration;
import java.util.Optional;

/** Who is told what the listeners do; called on event loops, so must be quick. */
public interface HttpObserver {
  /** The status of requests whose client went away before the answer. */
  int GONE = 499;

  /** Looks away. */
  HttpObserver NONE =
      new HttpObserver() {
        @Override
        public void finished(Listener listener, String route, int status, Duration took) {}

        @Override
        public void limited(Listener listener, Optional<String> app) {}
      };

  /**
   * A request was answered, or its client went away.
   *
   * @param route the method and template, such as {@code GET /livez}; {@code none} where no route
   *     was found
   * @param status of HTTP; {@link #GONE} where the client went away first
   * @param took from the end of its head until its answer was handed to the connection
   */
  void finished(Listener listener, String route, int status, Duration took);

  /**
   * A request was refused for coming too often.
   *
   * @param app that too many requests were for; nothing where one address sent too many
   */
  void limited(Listener listener, Optional<String> app);
}
