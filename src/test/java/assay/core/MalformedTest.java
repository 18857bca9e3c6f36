package assay.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is malformed is told in the same words each time. */
final class MalformedTest {
  private static String told(Exception cause) {
    return new Malformed("no receipt", cause).getMessage();
  }

  @Test
  void whatALibrarySaysIsTold() {
    assertEquals(
        "no receipt: DER length more than 4 bytes",
        told(new IOException("DER length more than 4 bytes")));
  }

  @Test
  void whatTheMachineSaysOfABugInALibraryIsNot() {
    for (Exception bug :
        List.of(
            new NullPointerException("because <local1> is null"),
            new ClassCastException("class a cannot be cast to class b"),
            new ArrayIndexOutOfBoundsException("Index 3 out of bounds for length 3"),
            new IOException())) {
      assertEquals("no receipt", told(bug));
    }
  }
}
