package assay.apple.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.apple.TestKeys;
import assay.apple.Times;
import assay.core.Bytes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The token that says who asks: its form, its age, and when there is another. */
final class ProviderTokensTest {
  private static final String TEAM = "TEAMID1234";

  private final Times times = new Times();
  private final KeyPair pair = TestKeys.p256();
  private final Map<String, TeamKey> keys = new ConcurrentHashMap<>(Map.of(TEAM, key("K1", pair)));
  private final ProviderTokens tokens =
      new ProviderTokens(
          team -> Future.succeededFuture(keys.getOrDefault(team, new TeamKey.Unusable("none"))),
          times,
          times);

  private static TeamKey key(String keyId, KeyPair pair) {
    return new TeamKey.Signing(
        keyId,
        (ECPrivateKey) pair.getPrivate(),
        Bytes.sha256(Bytes.of(pair.getPrivate().getEncoded())));
  }

  private ProviderToken.Signed token() {
    return assertInstanceOf(ProviderToken.Signed.class, tokens.of(TEAM).await());
  }

  private static JsonNode part(ProviderToken.Signed token, int index) throws IOException {
    return new ObjectMapper()
        .readTree(Base64.getUrlDecoder().decode(token.jwt().split("\\.", -1)[index]));
  }

  private static long issuedAt(ProviderToken.Signed token) {
    try {
      return part(token, 1).get("iat").longValue();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTokenSaysKeyTeamAndTimeAndNoMore() throws IOException {
    assertEquals(
        new ObjectMapper().readTree("{\"alg\":\"ES256\",\"kid\":\"K1\"}"), part(token(), 0));
    assertEquals(
        new ObjectMapper().readTree("{\"iss\":\"TEAMID1234\",\"iat\":1795341600}"),
        part(token(), 1));
  }

  @Test
  void itIsSignedWithTheTeamsKeyInSixtyFourBytes() throws GeneralSecurityException {
    String[] parts = token().jwt().split("\\.", -1);
    assertEquals(3, parts.length);
    byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
    assertEquals(64, signature.length);
    Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
    verifier.initVerify(pair.getPublic());
    verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertTrue(verifier.verify(signature));
  }

  @Test
  void itIsUsedForFortyMinutes() {
    ProviderToken.Signed first = token();
    times.pass(Duration.ofMinutes(40).minusSeconds(1));
    assertEquals(first, token());
    times.pass(Duration.ofSeconds(1));
    assertEquals(issuedAt(first) + 2400, issuedAt(token()));
  }

  @Test
  void aClockThatIsSetBackMakesAFreshToken() {
    ProviderToken.Signed first = token();
    times.set(Duration.ofMinutes(-5));
    assertEquals(issuedAt(first) - 300, issuedAt(token()));
  }

  @Test
  void aClockThatIsSetForwardMakesAFreshToken() {
    ProviderToken.Signed first = token();
    times.set(Duration.ofHours(2));
    assertEquals(issuedAt(first) + 7200, issuedAt(token()));
  }

  @Test
  void aClockThatCreepsKeepsNoTokenForAnHour() {
    ProviderToken.Signed first = token();
    for (int minute = 0; minute < 40; minute++) {
      times.pass(Duration.ofMinutes(1));
      times.set(Duration.ofSeconds(-59)); // the wall clock hardly moves
    }
    assertNotEquals(first, token());
  }

  @Test
  void anotherKeyMakesAnotherToken() throws IOException {
    ProviderToken.Signed first = token();
    keys.put(TEAM, key("K2", TestKeys.p256()));
    assertEquals("K2", part(token(), 0).get("kid").textValue());
    keys.put(TEAM, key("K2", pair));
    assertNotEquals(first.jwt(), token().jwt());
  }

  @Test
  void theSameKeyReadAgainMakesNone() {
    ProviderToken.Signed first = token();
    keys.put(TEAM, key("K1", pair));
    assertEquals(first, token());
  }

  @Test
  void teamsHaveTokensOfTheirOwn() throws IOException {
    keys.put("TEAMID5678", key("K9", TestKeys.p256()));
    token();
    ProviderToken.Signed other =
        assertInstanceOf(ProviderToken.Signed.class, tokens.of("TEAMID5678").await());
    assertEquals("TEAMID5678", part(other, 1).get("iss").textValue());
    assertEquals("K9", part(other, 0).get("kid").textValue());
  }

  @Test
  void aRefusedTokenIsForgottenOnceItIsAMinuteOld() {
    ProviderToken.Signed first = token();
    times.pass(Duration.ofSeconds(59));
    tokens.refused(first);
    assertEquals(first, token());
    times.pass(Duration.ofSeconds(1));
    tokens.refused(first);
    assertNotEquals(first, token());
  }

  @Test
  void theRefusalOfAnOldTokenLeavesTheNewOne() {
    ProviderToken.Signed first = token();
    times.pass(Duration.ofMinutes(1));
    tokens.refused(first);
    ProviderToken.Signed second = token();
    times.pass(Duration.ofMinutes(1));
    tokens.refused(first);
    assertEquals(second, token());
  }

  @Test
  void thoseWhoAskTogetherSignOnce() throws InterruptedException, ExecutionException {
    Set<String> jwts = ConcurrentHashMap.newKeySet();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      threads
          .invokeAll(
              IntStream.range(0, 200)
                  .<java.util.concurrent.Callable<Boolean>>mapToObj(
                      _ -> () -> jwts.add(token().jwt()))
                  .toList())
          .forEach(done -> assertTrue(done.isDone()));
    }
    assertEquals(1, jwts.size());
  }

  @Test
  void whereThereIsNoKeyTheReasonIsTold() {
    keys.put(TEAM, new TeamKey.Unusable("no file"));
    assertEquals(new ProviderToken.Missing("no file"), tokens.of(TEAM).await());
  }

  @Test
  void aKeyIdThatWouldBreakTheJsonIsNoToken() {
    keys.put(TEAM, key("K\",\"x\":\"", pair));
    assertInstanceOf(ProviderToken.Missing.class, tokens.of(TEAM).await());
  }

  @Test
  void printedItShowsNothingToUse() {
    assertEquals("Signed[TEAMID1234, K1]", token().toString());
    assertFalse(token().toString().contains("."));
  }
}
