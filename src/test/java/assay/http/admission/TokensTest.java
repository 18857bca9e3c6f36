package assay.http.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.core.Bytes;
import assay.http.Caller;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whose token an {@code Authorization} header holds. */
final class TokensTest {
  @Test
  void twoCredentialsAreNone() {
    Callers callers =
        new Callers(
            List.of(new Caller("a", Bytes.sha256(Bytes.utf8("t")), Set.of("demo"), Set.of())));

    assertEquals("a", callers.known(List.of("Bearer t")).orElseThrow().name());
    assertEquals(Optional.empty(), callers.known(List.of("Bearer t", "Bearer t")));
    assertEquals(Optional.empty(), callers.known(List.of()));
    assertEquals(Optional.empty(), callers.known(List.of("Bearer " + "t".repeat(513))));
  }

  @Test
  void anEmptyTokenIsNobodysWhateverIsConfigured() {
    Callers callers =
        new Callers(List.of(new Caller("a", Bytes.sha256(Bytes.EMPTY), Set.of("demo"), Set.of())));

    for (String nothing : List.of("Bearer ", "Bearer  \t ", "Bearer \u001c\u001f")) {
      assertEquals(Optional.empty(), callers.known(List.of(nothing)));
    }
  }
}
