package assay.store.postgres.schema;

import assay.core.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A numbered step from one schema to the next.
 *
 * @param number 1 for the first
 * @param name the file's name
 * @param sql the file's text
 */
record Migration(int number, String name, String sql) {

  static Migration resource(String name) {
    try (InputStream file = Migration.class.getResourceAsStream("/schema/postgres/" + name)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks its schema file " + name);
      }
      return new Migration(number(name), name, Bytes.of(file.readAllBytes()).text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(1, name.indexOf("__")));
  }

  /** 64 hexadecimal digits. */
  String sha256() {
    return Bytes.sha256(Bytes.utf8(sql)).hex();
  }
}
