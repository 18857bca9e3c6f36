package assay.http.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Percent-encoded text of paths and queries. */
final class QueryTest {
  private static final List<String> KNOWN = List.of("subject", "limit");

  @Test
  void parametersAreDecodedOnce() throws BadRequest {
    Query query = Query.read("subject=a%2Bb+%C3%A9%2541&limit=5", KNOWN);

    assertEquals(Optional.of("a+b é%41"), query.text("subject"));
    assertEquals(5, query.number("limit", 1, 10, 3));
    assertEquals(3, Query.read("", KNOWN).number("limit", 1, 10, 3));
  }

  @Test
  void aPlusOfAPathIsAPlus() throws BadRequest {
    assertEquals("a+b/c", PercentText.segment("a+b%2Fc"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "subjekt=a|unknown parameter subjekt in the query; known are [subject, limit]",
        "subject=a&subject=b|subject is in the query twice",
        "subject=%F|a % in the path or query is not followed by two hexadecimal digits",
        "subject=%|a % in the path or query is not followed by two hexadecimal digits",
        "subject=%zz|a % in the path or query is not followed by two hexadecimal digits",
        "subject=%ff|percent-encoded bytes of the path or query are not UTF-8",
        "subject=%C0%AF|percent-encoded bytes of the path or query are not UTF-8",
        "limit=0|limit must be a whole number from 1 to 10",
        "limit=11|limit must be a whole number from 1 to 10",
        "limit=-1|limit must be a whole number from 1 to 10",
        "limit=99999999999|limit must be a whole number from 1 to 10",
        "limit=|limit must be a whole number from 1 to 10",
        "limit=١|limit must be a whole number from 1 to 10",
        "&|unknown parameter  in the query; known are [subject, limit]",
      })
  void whatIsNotKnownIsRefused(String query, String expected) {
    assertEquals(
        expected,
        assertThrows(BadRequest.class, () -> Query.read(query, KNOWN).number("limit", 1, 10, 3))
            .getMessage());
  }
}
