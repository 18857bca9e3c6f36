package assay.store.postgres.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresSettingsTest {

  @Test
  void aShortUriHasSafeDefaults() {
    var settings = PostgresSettings.parse("postgresql://me@db.example/assay");
    assertEquals("db.example", settings.host());
    assertEquals(5432, settings.port());
    assertEquals("assay", settings.database());
    assertEquals("me", settings.user());
    assertEquals(Optional.empty(), settings.password());
    assertEquals(TlsMode.PREFER, settings.tls());
    assertEquals(2, settings.lanes());
    assertEquals(8192, settings.mostWaiting());
    assertEquals(Duration.ofSeconds(5), settings.statementTimeout());
    assertTrue(settings.migrates());
  }

  @Test
  void everyParameterIsTaken() {
    var settings =
        PostgresSettings.parse(
            "postgres://me@db:6432/assay?sslmode=verify-full&sslrootcert=/etc/a%20b.pem"
                + "&connect_timeout=7&statement_timeout=900&connections=4");
    assertEquals(6432, settings.port());
    assertEquals(TlsMode.VERIFY_FULL, settings.tls());
    assertEquals(Optional.of(Path.of("/etc/a b.pem")), settings.root());
    assertEquals(Duration.ofSeconds(7), settings.connectTimeout());
    assertEquals(Duration.ofMillis(900), settings.statementTimeout());
    assertEquals(4, settings.lanes());
  }

  @Test
  void percentEncodingAndAddressesAreUnderstood() {
    var settings = PostgresSettings.parse("postgresql://a%40b+c@[2001:db8::1]:1/my%2Fdb%20x");
    assertEquals("a@b+c", settings.user());
    assertEquals("2001:db8::1", settings.host());
    assertEquals("my/db x", settings.database());
    assertEquals("postgresql://a@b+c@[2001:db8::1]:1/my/db x", settings.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:hunter2@db/assay",
        "postgresql://me:@db/assay",
        "postgresql://me@db/assay?password=hunter2",
        "postgresql://me:hunter2@db/assay space",
        "postgresql://me:hunter2@db:port/assay"
      })
  void aPasswordInTheUriIsRefusedAndNotRepeated(String uri) {
    String told = refusal(uri);
    assertFalse(told.contains("hunter2"), told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysql://me@db/assay | looks like",
        "postgresql:///assay | names no host",
        "postgresql://db/assay | names no user",
        "postgresql://me@db | must name one database",
        "postgresql://me@db/ | must name one database",
        "postgresql://me@db/a/b | must name one database",
        "postgresql://me@db/a#b | fragment",
        "postgresql://me@db/a?sslmod=require | a parameter sslmod; there are connect_timeout",
        "postgresql://me@db/a?sslmode=require&sslmode=disable | stands twice",
        "postgresql://me@db/a?sslmode=allow | disable, prefer, require or verify-full",
        "postgresql://me@db/a?connections=many | not a whole number",
        "postgresql://me@db/a?connections=0 | 1 to 64",
        "postgresql://me@db/a?statement_timeout=0 | from 1 to 30000 ms",
        "postgresql://me@db/a?statement_timeout=30001 | from 1 to 30000 ms",
        "postgresql://me@db/a?connect_timeout=0 | must be positive",
        "postgresql://me@db/a?sslmode=require&sslrootcert=x.pem | only with sslmode=verify-full",
        "postgresql://me@db:70000/a | port is from 1 to 65535",
        "postgresql://me@db/a?sslmode=%zz | does not parse"
      })
  void whatIsWrongIsNamed(String uri, String words) {
    String told = refusal(uri);
    assertTrue(told.contains(words), told);
  }

  private static String refusal(String uri) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> PostgresSettings.parse(uri))
            .getMessage());
  }

  @Test
  void thePasswordIsNotPrinted() {
    var settings = PostgresSettings.parse("postgresql://me@db/assay").withPassword("hunter2");
    assertEquals(Optional.of("hunter2"), settings.password());
    assertEquals("postgresql://me@db:5432/assay", settings.toString());
  }
}
