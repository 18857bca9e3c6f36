package assay.apple.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.apple.TestKeys;
import assay.apple.Times;
import assay.core.Bytes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Private keys in files: read, read again, or a reason that says what to do. */
final class KeyFilesTest {
  private static final String TEAM = "TEAMID1234";
  private static final BigInteger ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final Times times = new Times();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private Path file() {
    return folder.resolve("AuthKey.p8");
  }

  private KeyFiles files() {
    return new KeyFiles(vertx, Map.of(TEAM, new KeyFiles.KeyFile("ABC123DEFG", file())), times);
  }

  private static TeamKey find(KeyFiles files) {
    return files.find(TEAM).await();
  }

  private static Bytes fingerprint(TeamKey key) {
    return assertInstanceOf(TeamKey.Signing.class, key).fingerprint();
  }

  private String reason(String text) {
    TestKeys.write(file(), text);
    return reason(find(files()));
  }

  private String reason(TeamKey key) {
    String why = assertInstanceOf(TeamKey.Unusable.class, key).why();
    assertTrue(why.startsWith("the private key file " + file() + " "), why);
    return why;
  }

  @Test
  void aFileAsAppleGivesItIsAKey() {
    KeyPair pair = TestKeys.p256();
    TestKeys.write(file(), TestKeys.p8(pair));
    assertEquals(
        Bytes.sha256(Bytes.of(pair.getPrivate().getEncoded())), fingerprint(find(files())));
  }

  @Test
  void aFileThatWasOnWindowsIsAKeyToo() {
    KeyPair pair = TestKeys.p256();
    TestKeys.write(file(), "\ufeff\r\n" + TestKeys.p8(pair).replace("\n", "\r\n") + "\r\n");
    assertInstanceOf(TeamKey.Signing.class, find(files()));
  }

  @Test
  void aKeyWithItsPublicKeyIsOneToo() {
    KeyPair pair = TestKeys.p256();
    byte[] spki = pair.getPublic().getEncoded();
    byte[] point = Bytes.of(spki).from(spki.length - 65).toArray();
    BigInteger number = ((ECPrivateKey) pair.getPrivate()).getS();
    TestKeys.write(file(), TestKeys.pem("PRIVATE KEY", TestKeys.pkcs8(number, point)));
    assertInstanceOf(TeamKey.Signing.class, find(files()));
  }

  @Test
  void aPublicKeyThatIsAnothersIsTold() {
    KeyPair pair = TestKeys.p256();
    byte[] spki = TestKeys.p256().getPublic().getEncoded();
    byte[] point = Bytes.of(spki).from(spki.length - 65).toArray();
    BigInteger number = ((ECPrivateKey) pair.getPrivate()).getS();
    assertTrue(
        reason(TestKeys.pem("PRIVATE KEY", TestKeys.pkcs8(number, point)))
            .contains("do not match"));
  }

  @Test
  void aNumberThatIsNoKeyIsTold() {
    for (BigInteger number : List.of(BigInteger.ZERO, ORDER, ORDER.add(BigInteger.ONE))) {
      assertTrue(
          reason(TestKeys.pem("PRIVATE KEY", TestKeys.pkcs8(number))).contains("out of range"),
          number::toString);
    }
    TestKeys.write(
        file(), TestKeys.pem("PRIVATE KEY", TestKeys.pkcs8(ORDER.subtract(BigInteger.ONE))));
    assertInstanceOf(TeamKey.Signing.class, find(files()));
  }

  @Test
  void aTeamThatIsNotConfiguredIsNamed() {
    TeamKey key = files().find("TEAMID9999").await();
    assertTrue(
        assertInstanceOf(TeamKey.Unusable.class, key).why().contains("team TEAMID9999 has no"));
  }

  @Test
  void aMissingFileIsTold() {
    assertTrue(reason(find(files())).contains("is not there"));
  }

  @Test
  void aFolderIsTold() throws IOException {
    Files.createDirectory(file());
    assertTrue(reason(find(files())).contains("no regular file"));
  }

  @Test
  void aFileThatMayNotBeReadIsTold() {
    KeyFiles files =
        new KeyFiles(
            vertx,
            Map.of(TEAM, new KeyFiles.KeyFile("ABC123DEFG", file())),
            times,
            (path, _) -> {
              throw new AccessDeniedException(path.toString());
            });
    assertTrue(reason(find(files)).contains("may not be read"));
  }

  @Test
  void whatIsNoPemIsTold() {
    byte[] der = TestKeys.p256().getPrivate().getEncoded();
    assertTrue(reason("").contains("is empty"));
    assertTrue(reason(" \n").contains("is empty"));
    assertTrue(reason("key").contains("is not PEM"));
    assertTrue(reason(Base64.getEncoder().encodeToString(der)).contains("is not PEM"));
    String label = "-----BEGIN " + "A".repeat(30_000) + "-----";
    assertTrue(reason(label).contains("is not PEM")); // and not all of the label
    assertTrue(reason("x".repeat(70_000)).contains("more than 65536 bytes"));
  }

  @Test
  void aPemThatIsDamagedIsTold() {
    String whole = TestKeys.p8(TestKeys.p256());
    assertTrue(reason(whole.substring(0, 100)).contains("cut off"));
    assertTrue(reason(whole.replaceFirst("\nM", "\n%")).contains("no base64"));
    assertTrue(reason(TestKeys.pem("PRIVATE KEY", new byte[] {1, 2, 3})).contains("no PKCS#8"));
    assertTrue(reason(TestKeys.pem("PRIVATE KEY", new byte[] {0x30, 0})).contains("no PKCS#8"));
    assertTrue(reason(TestKeys.pem("PRIVATE KEY", new byte[0])).contains("there is nothing"));
    assertTrue(reason(whole + whole).contains("more than one"));
  }

  @Test
  void anotherKindOfPemIsTold() {
    KeyPair pair = TestKeys.p256();
    byte[] der = pair.getPrivate().getEncoded();
    assertTrue(
        reason(TestKeys.pem("PUBLIC KEY", pair.getPublic().getEncoded()))
            .contains("holds a PUBLIC KEY"));
    assertTrue(reason(TestKeys.pem("EC PRIVATE KEY", der)).contains("openssl pkcs8"));
    assertTrue(reason(TestKeys.pem("ENCRYPTED PRIVATE KEY", der)).contains("encrypted"));
  }

  @Test
  void aKeyOfAnotherKindIsTold() {
    assertTrue(reason(TestKeys.p8(TestKeys.rsa())).contains("RSA"));
    assertTrue(reason(TestKeys.p8(TestKeys.ec("secp384r1"))).contains("P-384"));
  }

  @Test
  void noReasonQuotesTheKey() {
    String whole = TestKeys.p8(TestKeys.p256());
    String inside = whole.substring(28, 92);
    for (String damaged : List.of(whole.substring(0, 100), whole.replace("A", "%"))) {
      assertFalse(reason(damaged).contains(inside.substring(0, 8)));
    }
    TestKeys.write(file(), whole);
    assertEquals("Signing[ABC123DEFG]", find(files()).toString());
  }

  @Test
  void aReplacedFileIsTheNewKeyTwoSecondsLater() {
    TestKeys.write(file(), TestKeys.p8(TestKeys.p256()));
    KeyFiles files = files();
    Bytes first = fingerprint(find(files));
    TestKeys.write(file(), TestKeys.p8(TestKeys.p256()));
    times.pass(Duration.ofMillis(1999));
    assertEquals(first, fingerprint(find(files)));
    times.pass(Duration.ofMillis(1));
    assertFalse(first.equals(fingerprint(find(files))));
  }

  @Test
  void aFileThatIsTakenAwayIsNoKeyAndOneThatComesBackIs() throws IOException {
    TestKeys.write(file(), TestKeys.p8(TestKeys.p256()));
    KeyFiles files = files();
    Bytes first = fingerprint(find(files));
    Path away = Files.move(file(), folder.resolve("away"));
    times.pass(Duration.ofSeconds(2));
    assertInstanceOf(TeamKey.Unusable.class, find(files));
    Files.move(away, file());
    times.pass(Duration.ofSeconds(2));
    assertEquals(first, fingerprint(find(files)));
  }

  @Test
  void thoseWhoAskTogetherReadOnce() {
    AtomicInteger reads = new AtomicInteger();
    String p8 = TestKeys.p8(TestKeys.p256());
    KeyFiles files =
        new KeyFiles(
            vertx,
            Map.of(TEAM, new KeyFiles.KeyFile("ABC123DEFG", file())),
            times,
            (_, _) -> {
              reads.incrementAndGet();
              return Bytes.utf8(p8);
            });
    IntStream.range(0, 100)
        .mapToObj(_ -> files.find(TEAM))
        .toList()
        .forEach(found -> assertInstanceOf(TeamKey.Signing.class, found.await()));
    assertEquals(1, reads.get());
  }

  @Test
  void aReaderThatFailsInAnUnknownWayIsAReason() {
    KeyFiles files =
        new KeyFiles(
            vertx,
            Map.of(TEAM, new KeyFiles.KeyFile("ABC123DEFG", file())),
            times,
            (_, _) -> {
              throw new IllegalStateException("broken");
            });
    assertInstanceOf(TeamKey.Unusable.class, find(files));
  }
}
