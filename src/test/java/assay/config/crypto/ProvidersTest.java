package assay.config.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ProvidersTest {
  /** The best provider where the jars with these words in their names are missing. */
  private static Provider bestWithout(String... missing) throws Exception {
    List<URL> found = new ArrayList<>();
    for (String entry :
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .split(System.getProperty("java.class.path"), -1)) {
      if (List.of(missing).stream().noneMatch(entry::contains)) {
        found.add(url(entry));
      }
    }
    try (URLClassLoader fewer =
        new URLClassLoader(found.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      return (Provider) fewer.loadClass(Providers.class.getName()).getMethod("best").invoke(null);
    }
  }

  private static URL url(String path) throws MalformedURLException {
    return new File(path).toURI().toURL();
  }

  @Test
  void withoutCorrettoBouncyCastleIsChosenAndWithoutBothTheJdk() throws Exception {
    Provider before = Security.getProvider("BC");
    try {
      assertEquals("BC", bestWithout("Corretto").getName());
    } finally {
      if (before == null) {
        Security.removeProvider("BC"); // of a class loader that is closed
      }
    }
    assertEquals("SunEC", bestWithout("Corretto", "bcprov").getName());
  }

  @Test
  void theChoiceIsRegisteredBehindTheDefaults() {
    String first = Security.getProviders()[0].getName();
    Provider best = Providers.best();
    assertSame(best.getClass(), Security.getProvider(best.getName()).getClass());
    assertEquals(first, Security.getProviders()[0].getName());
  }
}
