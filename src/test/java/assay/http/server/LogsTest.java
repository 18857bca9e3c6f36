package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.core.Step;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What goes to the log, and what must not. */
final class LogsTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("assay.http");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.DEBUG);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  private static String text(ILoggingEvent line) {
    return line.getLevel()
        + " "
        + line.getFormattedMessage()
        + (line.getKeyValuePairs() == null
            ? ""
            : line.getKeyValuePairs().stream()
                .map(pair -> " " + pair.key + "=" + pair.value)
                .collect(Collectors.joining()))
        + (line.getThrowableProxy() == null
            ? ""
            : " " + ThrowableProxyUtil.asString(line.getThrowableProxy()));
  }

  private List<String> texts() {
    return List.copyOf(lines.list).stream().map(LogsTest::text).toList();
  }

  @Test
  void aRequestIsALineWithoutWhatItHeld() {
    try (Site site = new Site()) {
      Got got =
          Samples.verify(
              site, "shop-dev", Samples.with(Samples.ASSERTION, "subject", "\"subject-7\""));
      site.services("GET", Samples.DEV + "/keys?subject=subject-7").send();
      site.services("GET", Samples.DEV + "/keys/" + "A".repeat(43)).send();
      site.devices("GET", "/secret-path?secret-query").send();
      for (String token : List.of("dG9rZW4xdG9rZW4x", "dG9rZW4x dG9rZW4x")) {
        site.services("POST", Samples.DEV + "/devicecheck/query")
            .json("{\"deviceToken\":\"" + token + "\"}")
            .send();
      }

      assertTrue(
          texts()
              .getFirst()
              .startsWith(
                  "DEBUG request id="
                      + got.header("X-Request-Id").orElse("")
                      + " listener=internal route=POST /v1/apps/{app}/assertions/verify status=200"
                      + " micros="),
          texts()::toString);
      assertTrue(texts().getFirst().endsWith(" app=shop-dev caller=checkout"), texts()::toString);
      String all = String.join("\n", texts()).replaceAll(" id=[A-Za-z0-9_-]{22} ", " "); // chance
      for (String secret :
          List.of(
              Site.TOKEN,
              Samples.KEY_ID,
              "AAAA",
              "subject-7",
              "e30",
              "secret",
              "127.0.0.1",
              "G9rZW4x")) {
        assertFalse(all.contains(secret), secret);
      }
      assertEquals(6, texts().size());
    }
  }

  @Test
  void whatIsAnsweredAsAskedIsNotToldAtInfo() {
    logger.setLevel(Level.INFO);
    try (Site site = new Site()) {
      Samples.verify(site, "shop-dev");
      site.devices("GET", "/nothing-here").send();
      assertEquals(1, texts().size(), texts()::toString);
      assertTrue(texts().getFirst().startsWith("INFO request id="), texts()::toString);
    }
  }

  @Test
  void aRefusalIsToldWithItsStep() {
    try (Site site = new Site()) {
      site.service.check(() -> ProgrammedService.refused(Step.Assertion.SIGNATURE));
      Samples.verify(site, "shop-dev");

      assertTrue(texts().getFirst().endsWith(" code=signature step=1-3"), texts()::toString);
      assertFalse(texts().getFirst().contains("one is not the other"));
    }
  }

  @Test
  void anUnexpectedFailureIsThereWithItsIdAndStack() {
    try (Site site = new Site()) {
      site.service.check(() -> Future.failedFuture(new IllegalStateException("broken")));
      Got got = Samples.verify(site, "shop-dev");

      String error =
          texts().stream().filter(line -> line.startsWith("ERROR")).findFirst().orElse("");
      assertTrue(error.contains("id=" + got.header("X-Request-Id").orElse("")), error);
      assertTrue(error.contains("IllegalStateException: broken"), error);
      assertTrue(error.contains("\tat "), error);
    }
  }
}
