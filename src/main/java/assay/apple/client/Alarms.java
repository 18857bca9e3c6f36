package assay.apple.client;

import assay.apple.call.Sources;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator what is amiss and what to do, each thing of each team once in five minutes:
 * what fails for one device fails for all of them.
 */
final class Alarms {
  private static final Logger LOG = LoggerFactory.getLogger("assay.apple");
  private static final long QUIET = Duration.ofMinutes(5).toNanos();

  private record Topic(String host, String team, Fault fault) {}

  private final Sources sources;
  private final Map<Topic, Long> told = new ConcurrentHashMap<>();

  Alarms(Sources sources) {
    this.sources = sources;
  }

  void tell(String host, String team, Fault fault, String detail) {
    if (isDue(new Topic(host, team, fault))) {
      LOG.atWarn()
          .addKeyValue("host", host)
          .addKeyValue("team", team)
          .addKeyValue("fault", fault.name())
          .addKeyValue("detail", detail)
          .log("{}; {}", fault.advice(), detail);
    }
  }

  private boolean isDue(Topic topic) {
    long now = sources.nanos().getAsLong();
    Long last = told.putIfAbsent(topic, now);
    return last == null || (now - last >= QUIET && told.replace(topic, last, now));
  }
}
