package assay.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the configuration of logging in the jar makes of records. */
final class LoggingTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LoggerContext context = new LoggerContext();
  private AsyncAppender behind = new AsyncAppender();

  @BeforeEach
  void configure() throws JoranException {
    context.setMDCAdapter(new LogbackMDCAdapter());
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Objects.requireNonNull(getClass().getResource("/logback.xml")));
    behind = (AsyncAppender) context.getLogger("ROOT").getAppender("behind");
    assertTrue(behind.isNeverBlock());
    behind.setMaxFlushTime(60_000); // a slow machine loads an encoder's classes in no second
    ConsoleAppender<ILoggingEvent> appender =
        (ConsoleAppender<ILoggingEvent>) behind.getAppender("stderr");
    assertEquals("System.err", appender.getTarget());
    appender.setOutputStream(written);
  }

  /** What was written when nothing waits to be any more; nothing more is written afterwards. */
  private List<String> lines() {
    behind.stop();
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void aRecordIsOneObjectOnOneLine() throws IOException {
    context
        .getLogger("assay.http.Server")
        .atInfo()
        .addKeyValue("request", "r-1")
        .setCause(new IllegalStateException("two\nlines"))
        .log("said \"no\"\nand left {}", "nothing");
    assertEquals(1, lines().size(), lines()::toString);
    JsonNode record = new ObjectMapper().readTree(lines().getFirst());
    assertEquals("INFO", record.path("level").textValue());
    assertEquals("assay.http.Server", record.path("loggerName").textValue());
    assertEquals("said \"no\"\nand left nothing", record.path("formattedMessage").textValue());
    assertEquals("r-1", record.path("kvpList").path(0).path("request").textValue());
    assertEquals("two\nlines", record.path("throwable").path("message").textValue());
    assertTrue(record.path("timestamp").isIntegralNumber());
  }

  @Test
  void assaySpeaksFromInfoOnAndLibrariesFromWarn() {
    context.getLogger("assay.store").debug("a key's identifier may stand here");
    context.getLogger("io.vertx.core").info("chatter");
    context.getLogger("io.netty").info("chatter");
    context.getLogger("assay.store").info("told");
    context.getLogger("io.vertx.core").warn("told");
    assertEquals(2, lines().size());
    assertFalse(lines().toString().contains("chatter"));
  }
}
