package assay.cli.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.cli.UnusableInput;
import assay.core.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as they are pasted. */
final class CapturedTest {
  private static final String URL = "https://attest.example.com/v1/apps/shop/attestations";

  private static Captured read(String text) throws UnusableInput {
    return Captured.read(Bytes.utf8(text));
  }

  private static String refused(String text) {
    return String.valueOf(assertThrows(UnusableInput.class, () -> read(text)).getMessage());
  }

  private static List<String> words(String text) throws UnusableInput {
    return ShellWords.of(text).stream().map(ShellWords.Word::text).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "curl U -d '{\"a\":\"é\"}'",
        "curl U --data '{\"a\":\"é\"}'",
        "curl -sS U --data-raw '{\"a\":\"é\"}'",
        "curl U -X POST --data-binary '{\"a\":\"é\"}' --compressed",
        "curl --json '{\"a\":\"é\"}' U",
        "curl -XPOST -d'{\"a\":\"é\"}' U",
        "curl -sXPOST -sd '{\"a\":\"é\"}' U",
        "curl U -d \"{\\\"a\\\":\\\"é\\\"}\"",
        "curl U -d $'{\"a\":\"\\u00e9\"}'",
        "curl U -d {\\\"a\\\":\\\"é\\\"}",
        "curl U \\\n  -H 'Accept: */*' \\\n  -d '{\"a\":\"é\"}' | jq .",
        "curl U \\\r\n  -d '{\"a\":\"é\"}'\r\n",
        "$ curl -o out -w '%{http_code}' U -d '{\"a\":\"é\"}' > out 2>&1",
        "% /usr/bin/curl --url U -d '{'\\\n'\"a\":\"é\"}'; echo done",
        "\n\n# as I sent it\ncurl U -d '{\"a\":\"é\"}' # that was all\nHTTP/1.1 403",
        "curl -H \"Authorization: Bearer $(cat token)\" -H \"X: ${Y}\" U -d '{\"a\":\"é\"}'",
      })
  void everyWayToTypeItSendsTheSame(String command) throws UnusableInput {
    Captured captured = read(command.replace(" U", " " + URL));
    assertEquals(Bytes.utf8("{\"a\":\"é\"}"), captured.body());
    assertEquals(Optional.of("/v1/apps/shop/attestations"), captured.path());
  }

  @Test
  void severalDataAreJoinedAsCurlJoinsThem() throws UnusableInput {
    assertEquals(Bytes.utf8("a&b"), read("curl U -d a --data b").body());
    assertEquals(Bytes.utf8("ab"), read("curl U --json a --json b").body());
    assertEquals(Bytes.utf8("@a"), read("curl U --data-raw @a").body());
  }

  @Test
  void aFormIsNoJson() throws UnusableInput {
    assertTrue(read("curl U -d {}").wrongType().orElse("").contains("x-www-form-urlencoded"));
    assertEquals(Optional.empty(), read("curl U --json {}").wrongType());
    assertEquals(
        Optional.empty(),
        read("curl -d {} U -H 'content-type:Application/JSON; charset=utf-8'").wrongType());
    assertTrue(read("curl U --json {} -H 'Content-Type: text/plain'").wrongType().isPresent());
  }

  @Test
  void wordsAreSplitAsAShellSplitsThem() throws UnusableInput {
    assertEquals(List.of("a", "", "b c", "d'e", "f\\g", "$"), words("a '' b\\ c \"d'e\" 'f\\g' $"));
    assertEquals(List.of("a#b"), words("a#b #c"));
    assertEquals(List.of("ab"), words("a\\\nb"));
    assertEquals(List.of("a\\b", "\"$`"), words("\"a\\b\" \"\\\"\\$\\`\""));
    assertEquals(List.of("a\n'\\Aé"), words("$'a\\n\\'\\\\\\x41\\u00e9'"));
    assertEquals(List.of("a"), words("a;b"));
    assertEquals(List.of("a"), words("a 2>b"));
    assertEquals(List.of("a2"), words("a2>b"), "a number that is part of a word stays");
  }

  @Test
  void anHttpMessageIsAsLongAsItSays() throws UnusableInput {
    String head =
        "POST /v1/apps/shop/attestations?x HTTP/1.1\r\nContent-Type: application/json\r\n";
    Captured captured = read(head + "content-length: 3\r\n\r\n{é}\r\nand more");
    assertEquals(Bytes.utf8("{é").length(), captured.body().length());
    assertEquals(Optional.of("/v1/apps/shop/attestations"), captured.path());
    assertEquals(Optional.empty(), captured.wrongType());
    assertEquals(Bytes.utf8("{}"), read("POST /v1/x\nA: b\n\n{}").body());
    assertTrue(refused(head + "Content-Length: 30\r\n\r\n{}").contains("cut off"));
    assertTrue(refused(head + "Content-Length: -1\r\n\r\n{}").contains("no number"));
    assertTrue(refused(head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}").contains("chunked"));
    assertTrue(refused(head).contains("no body"));
  }

  @Test
  void whatIsNotInTheCommandIsNotGuessed() {
    assertTrue(refused("curl U -d @body.json").contains("the file body.json"));
    assertTrue(refused("curl U -d@-").contains("the file -"));
    assertTrue(refused("curl U --json @body.json").contains("the file body.json"));
    assertTrue(refused("curl U -d \"$BODY\"").contains("holds $BODY"));
    assertTrue(refused("curl U -d \"{${A}\"").contains("holds ${A}"));
    assertTrue(refused("curl U -d `cat body`").contains("holds `cat body`"));
    assertTrue(refused("curl U -d '{").contains("quote ' in line 1"));
    assertTrue(refused("curl U \\\n -d \"{").contains("quote \" in line 2"));
    assertTrue(refused("curl U -d").contains("ends behind -d"));
    assertTrue(refused("curl U").contains("sends no body"));
    assertTrue(refused("curl -F a=b U").contains("a form or a file (-F)"));
    assertTrue(refused("wget U").contains("this is no request"));
    assertTrue(refused("").contains("this is no request"));
  }
}
