package assay.http.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.http.inspect.InspectorPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The files of the inspector, as they are served. */
final class InspectorPageFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/inspector");
  private static final Pattern IMPORT = Pattern.compile("from \"\\./([a-z]+\\.js)\"");
  private static final Site SITE = new Site();

  @AfterAll
  static void close() {
    SITE.close();
  }

  private static Set<String> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  @Test
  void everyFileIsServedAndEveryImportIsAFile() throws IOException {
    Set<String> served = new TreeSet<>();
    Set<String> imported = new TreeSet<>();
    for (InspectorPage page : InspectorPage.all()) {
      Got got = SITE.nobody("GET", page.path()).send();
      assertEquals(200, got.status(), page.path());
      served.add(
          page.path().equals("/inspector") ? "page.html" : page.path().replaceAll(".*/", ""));
      IMPORT.matcher(got.body().text()).results().forEach(found -> imported.add(found.group(1)));
    }
    assertEquals(new TreeSet<>(files()), served);
    assertTrue(served.containsAll(imported), imported::toString);
    assertTrue(imported.contains("hex.js"), imported::toString);
  }

  @Test
  void aBrowserMayDoNothingButWhatThePageNeeds() {
    Got page = SITE.nobody("GET", "/inspector").send();

    assertEquals("text/html; charset=utf-8", page.type());
    assertEquals(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'",
        page.header("Content-Security-Policy").orElse(""));
    assertEquals("no-cache", page.header("Cache-Control").orElse(""));
    assertEquals("nosniff", page.header("X-Content-Type-Options").orElse(""));
    assertFalse(page.body().text().contains("://"), "the page names another server");
  }

  @Test
  void whoHasAFileIsNotSentItAgain() {
    String tag = SITE.nobody("GET", "/inspector/app.js").send().header("ETag").orElse("");
    Got again = SITE.nobody("GET", "/inspector/app.js").header("If-None-Match", tag).send();
    Got other = SITE.nobody("GET", "/inspector/app.js").header("If-None-Match", "\"x\"").send();

    assertEquals("304 0", again.status() + " " + again.body().length());
    assertEquals(200, other.status());
  }

  @Test
  void devicesAreNotServedThePage() {
    assertEquals("404 no-such-route give-up", SITE.devices("GET", "/inspector").send().problem());
    assertEquals(
        "404 no-such-route give-up", SITE.devices("GET", "/inspector/app.js").send().problem());
    assertEquals(
        "404 no-such-route give-up", SITE.nobody("GET", "/inspector/other.js").send().problem());
  }
}
