package assay.cli.callers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.Main;
import assay.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class TokenCommandTest {
  private static final String TOKEN = "assay_KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio";

  /** {@code printf %s TOKEN | sha256sum} */
  private static final String HASH =
      "88539ae3e9d404a41ce74ff984f019f8adaa33ee6b68b53b2d61f4f4c9f57201";

  /** Dice that always show the same: every long is eight times 0x2a. */
  private static final RandomGenerator LOADED = () -> 0x2a2a2a2a2a2a2a2aL;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Terminal terminal() {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Terminal(InputStream.nullInputStream(), stream, stream, false);
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theTokenIsShownWithTheLinesThatLetItIn() {
    assertEquals(0, CallersCommand.of(terminal(), LOADED).execute("token", "checkout"));
    assertEquals(
        """
        The token, which is shown this once and belongs to the caller's secrets:

          %s

        The lines for the configuration; name the apps and what may be asked:

          callers:
            checkout:
              tokenSha256: "%s"
              apps: [ APP ]
              allow: [ verify ]

        The caller sends: Authorization: Bearer assay_Kioq…
        """
            .formatted(TOKEN, HASH),
        told());
  }

  @Test
  void programsReadTheSame() {
    assertEquals(0, CallersCommand.of(terminal(), LOADED).execute("token", "--json"));
    assertEquals(
        "{\"name\":\"caller\",\"token\":\"%s\",\"tokenSha256\":\"%s\"}\n".formatted(TOKEN, HASH),
        told());
  }

  @Test
  void noTwoTokensAreTheSame() {
    assertEquals(0, Main.run(terminal(), "callers", "token", "--json"));
    String one = told();
    out.reset();
    assertEquals(0, Main.run(terminal(), "callers", "token", "--json"));
    assertNotEquals(one, told());
  }

  @Test
  void aNameThatNoConfigurationTakesIsRefused() {
    assertEquals(2, Main.run(terminal(), "callers", "token", "Check: out"));
    assertTrue(told().startsWith("assay: NAME: a caller is named in"), told());
  }

  @Test
  void aTokenIsNotPrintedByAccident() {
    Token token = Token.from(LOADED);
    assertEquals(HexFormat.of().parseHex(HASH).length, token.sha256().length());
    assertFalse(token.toString().contains("Kioq"), token.toString());
  }
}
