package assay.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.cli.Verifiers;
import assay.config.crypto.Providers;
import assay.config.crypto.Roots;
import assay.core.App;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.Verdict.Accepted;
import assay.core.Verdict.Refused;
import assay.core.assertion.Assertion;
import assay.core.assertion.RegisteredKey;
import assay.core.assertion.SignedRequest;
import assay.core.attestation.Attestation;
import assay.core.attestation.AttestedKey;
import assay.core.pki.Signatures;
import assay.core.receipt.Expected.AtRegistration;
import assay.core.receipt.Receipt;
import assay.simulator.maker.OperatingSystem;
import java.io.ByteArrayInputStream;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What simulated devices make, before the verifiers, at the real time. */
final class SimulatorTest {
  private static final String APP_ID = "TEAMID1234.com.example.app";
  private static final Bytes SEED = Bytes.sha256(Bytes.utf8("a seed"));
  private static final Bytes HASH = Bytes.sha256(Bytes.utf8("a challenge"));
  private static final Bytes REQUEST = Bytes.sha256(Bytes.utf8("a request"));
  private static final Provider PROVIDER = Providers.best();

  private final Instant made = Instant.now();
  private final SimulatedApple apple = SimulatedApple.of(SEED, made);

  private SimulatedDevice device(Environment environment, OperatingSystem system) {
    return apple.device(
        new SimulatedDevice.Model(APP_ID, environment, system), new SecureRandom(), PROVIDER);
  }

  private static App app(Environment environment, OperatingSystem system) {
    App defaults = App.of(APP_ID, environment);
    return new App(
        defaults.appIds(),
        environment,
        system.platform(),
        defaults.validationCategories(),
        false,
        Optional.empty(),
        defaults.counterRule());
  }

  private static Verifiers verifiers(SimulatedApple apple) {
    return Verifiers.under(
        List.of(certificate(apple.attestationRoot())),
        List.of(certificate(apple.receiptRoot())),
        new Signatures(PROVIDER));
  }

  private static X509Certificate certificate(Bytes der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der.toArray()));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T accepted(Verdict<T> verdict) {
    assertInstanceOf(Accepted.class, verdict, verdict.toString());
    return ((Accepted<T>) verdict).learnt();
  }

  private static Verdict<AttestedKey> judged(
      Verifiers verifiers, SimulatedDevice device, App app, Instant now) {
    return verifiers
        .attestations()
        .verify(new Attestation(device.keyId(), device.attest(HASH, now), HASH), app, now);
  }

  private AttestedKey attested(SimulatedDevice device, App app) {
    return accepted(judged(verifiers(apple), device, app, Instant.now()));
  }

  static Stream<Arguments> shapes() {
    return Arrays.stream(OperatingSystem.values())
        .flatMap(system ->
            Arrays.stream(Environment.values())
                .map(environment -> Arguments.of(system, environment)));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyShapeIsAcceptedWithItsReceipt(OperatingSystem system, Environment environment) {
    App app = app(environment, system);
    SimulatedDevice device = device(environment, system);
    AttestedKey key = attested(device, app);
    assertEquals(Optional.of(system.version()), key.osVersion());
    Receipt receipt =
        accepted(
            verifiers(apple)
                .receipts()
                .verify(
                    key.receipt().orElseThrow(),
                    Optional.of(new AtRegistration(key.keyId(), Optional.of(key.leaf()), HASH)),
                    app,
                    Instant.now()));
    assertEquals(environment.receiptName(), receipt.environment());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void everyShapesAssertionsAreAcceptedAndCount(OperatingSystem system, Environment environment) {
    App app = app(environment, system);
    SimulatedDevice device = device(environment, system);
    Bytes publicKey = attested(device, app).publicKey();
    for (long counter = 1; counter <= 3; counter++) {
      SignedRequest request =
          accepted(
              verifiers(apple)
                  .assertions()
                  .verify(
                      new Assertion(device.sign(REQUEST), REQUEST),
                      Optional.of(new RegisteredKey(publicKey, false)),
                      app));
      assertEquals(counter, request.counter());
      assertEquals(counter, device.counter());
    }
  }

  @Test
  void launchInformationIsToldFromVersion27OnAndOfTheBuildsEnvironment() {
    for (OperatingSystem system : OperatingSystem.values()) {
      boolean told = Set.of(OperatingSystem.IOS_27, OperatingSystem.MACOS_27).contains(system);
      AttestedKey development =
          attested(device(Environment.DEVELOPMENT, system), app(Environment.DEVELOPMENT, system));
      AttestedKey production =
          attested(device(Environment.PRODUCTION, system), app(Environment.PRODUCTION, system));
      assertEquals(
          told ? Optional.of(3L) : Optional.empty(), development.launchInfo().validationCategory());
      assertEquals(
          told ? Optional.of(4L) : Optional.empty(), production.launchInfo().validationCategory());
    }
  }

  @Test
  void aLeafOfIos14TellsOnlyTheVersionAndLivesThreeDays() throws Exception {
    X509Certificate leaf =
        certificate(
            attested(
                    device(Environment.PRODUCTION, OperatingSystem.IOS_14),
                    app(Environment.PRODUCTION, OperatingSystem.IOS_14))
                .leaf());
    Bytes system =
        Bytes.of(
            ASN1OctetString.getInstance(leaf.getExtensionValue("1.2.840.113635.100.8.7"))
                .getOctets());
    assertEquals("300abf8a78060404" + Bytes.utf8("14.4").hex(), system.hex());
    assertEquals(
        Duration.ofDays(3),
        Duration.between(leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()));
    assertNull(leaf.getExtensionValue("2.5.29.37"));
    assertNull(leaf.getExtensionValue("1.2.840.113635.100.8.6"));
  }

  @Test
  void theSameSeedAndTimeMakeTheSameRoots() {
    SimulatedApple again = SimulatedApple.of(SEED, made);
    assertEquals(apple.attestationRoot(), again.attestationRoot());
    assertEquals(apple.receiptRoot(), again.receiptRoot());
  }

  @Test
  void anotherSeedMakesAnAppleThatIsNotTrusted() {
    SimulatedApple other = SimulatedApple.of(Bytes.sha256(SEED), made);
    assertNotEquals(apple.attestationRoot(), other.attestationRoot());
    Verdict<AttestedKey> verdict =
        judged(
            verifiers(other),
            device(Environment.DEVELOPMENT, OperatingSystem.IOS_26),
            app(Environment.DEVELOPMENT, OperatingSystem.IOS_26),
            Instant.now());
    assertEquals(
        Step.Attestation.CERTIFICATE_CHAIN, assertInstanceOf(Refused.class, verdict).step());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void underApplesOwnRootsEveryShapeIsRefused(OperatingSystem system, Environment environment) {
    Verdict<AttestedKey> verdict =
        judged(
            Verifiers.apple(),
            device(environment, system),
            app(environment, system),
            Instant.now());
    assertEquals(
        Step.Attestation.CERTIFICATE_CHAIN, assertInstanceOf(Refused.class, verdict).step());
  }

  @Test
  void evidenceIsAcceptedForTenYearsAndNoLonger() {
    SimulatedDevice device = device(Environment.PRODUCTION, OperatingSystem.IOS_17);
    App app = app(Environment.PRODUCTION, OperatingSystem.IOS_17);
    Instant late = made.plus(Duration.ofDays(3650));
    AttestedKey key = accepted(judged(verifiers(apple), device, app, late));
    accepted(
        verifiers(apple)
            .receipts()
            .verify(
                key.receipt().orElseThrow(),
                Optional.of(new AtRegistration(key.keyId(), Optional.of(key.leaf()), HASH)),
                app,
                late));
    assertInstanceOf(
        Refused.class, judged(verifiers(apple), device, app, made.plus(Duration.ofDays(3655))));
  }

  @Test
  void theRootsSayThatTheyAreATests() {
    for (Bytes root : List.of(apple.attestationRoot(), apple.receiptRoot())) {
      String name = certificate(root).getSubjectX500Principal().getName();
      assertTrue(name.contains("Test"), name);
      assertFalse(name.contains("Apple"), name);
    }
  }

  @Test
  void noneOfTheShippedRootsIsSimulated() {
    for (X509Certificate root :
        Stream.concat(Roots.appleAppAttest().stream(), Roots.appleReceipts().stream()).toList()) {
      assertTrue(root.getSubjectX500Principal().getName().contains("O=Apple Inc."));
      assertFalse(root.getSubjectX500Principal().getName().contains("Test"));
    }
  }

  @Test
  void aSeedOfAnotherLengthIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> SimulatedApple.of(SEED.slice(0, 31), made));
  }

  @Test
  void everyProviderSigns() {
    App app = app(Environment.DEVELOPMENT, OperatingSystem.IOS_26);
    for (Provider provider :
        List.of(
            PROVIDER, Providers.jdk(), new org.bouncycastle.jce.provider.BouncyCastleProvider())) {
      SimulatedDevice device =
          apple.device(
              new SimulatedDevice.Model(APP_ID, Environment.DEVELOPMENT, OperatingSystem.IOS_26),
              new SecureRandom(),
              provider);
      accepted(
          verifiers(apple)
              .assertions()
              .verify(
                  new Assertion(device.sign(REQUEST), REQUEST),
                  Optional.of(new RegisteredKey(attested(device, app).publicKey(), false)),
                  app));
    }
  }
}
