package assay;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import assay.core.App;
import assay.core.Bytes;
import assay.store.postgres.connection.PostgresSettings;
import assay.store.postgres.connection.TlsMode;
import assay.store.postgres.schema.UnusableSchema;
import assay.store.sqlite.file.UnusableDatabase;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import org.jspecify.annotations.NullMarked;

/** The arrows of the house, held: who may know whom, and that the rules in core are pure. */
@AnalyzeClasses(packages = "assay", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule coreKnowsNobody =
      classes()
          .that()
          .resideInAPackage("assay.core..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "assay.core..",
                      "java.lang..",
                      "java.io..",
                      "java.math..",
                      "java.nio",
                      "java.nio.charset..",
                      "java.security..",
                      "java.time..",
                      "java.util..",
                      "javax.security.auth.x500",
                      "com.fasterxml.jackson.core..",
                      "com.fasterxml.jackson.dataformat.cbor..",
                      "org.bouncycastle..",
                      "org.jspecify.annotations")
                  .or(type(URI.class)) // parses, and connects to nothing
                  .or(type(URISyntaxException.class))
                  .or(type(Normalizer.class)) // Unicode's forms, which are the same everywhere
                  .or(type(Normalizer.Form.class)));

  @ArchTest
  static final ArchRule coreDoesNoInputOrOutput =
      noClasses()
          .that()
          .resideInAPackage("assay.core..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.io\\.(File.*|RandomAccessFile|Console)|java\\.lang\\.(ProcessBuilder|Process|Runtime|Thread)")
          .orShould()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .accessField(System.class, "in");

  @ArchTest
  static final ArchRule coreAsksNoClockAndNoDice =
      noClasses()
          .that()
          .resideInAPackage("assay.core..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(OffsetDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callConstructor(Date.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.security\\.SecureRandom|java\\.util\\.(Random.*|UUID|concurrent\\.ThreadLocalRandom)");

  @ArchTest
  static final ArchRule whatAllEvidenceSharesKnowsNoArtefact =
      noClasses()
          .that()
          .resideInAPackage("assay.core")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("assay.core.*..");

  @ArchTest
  static final ArchRule storesKnowOnlyTheValuesOfCore =
      noClasses()
          .that()
          .resideInAPackage("assay.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "assay.core.*..", "assay.service..", "assay.http..", "assay.cli..", "assay.ops..");

  @ArchTest
  static final ArchRule enginesShareTheInterfaceAndNothingElse =
      noClasses()
          .that()
          .resideInAPackage("assay.store.sqlite..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("assay.store.postgres..")
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx.sqlclient..");

  @ArchTest
  static final ArchRule whatPostgresIsMadeOfIsItsOwn =
      noClasses()
          .that()
          .resideOutsideOfPackage("assay.store.postgres..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("assay.store.postgres.*..")
                  .and(DescribedPredicate.not(type(PostgresSettings.class)))
                  .and(DescribedPredicate.not(type(TlsMode.class)))
                  .and(DescribedPredicate.not(type(UnusableSchema.class))));

  @ArchTest
  static final ArchRule whatSqliteIsMadeOfIsItsOwn =
      noClasses()
          .that()
          .resideOutsideOfPackage("assay.store.sqlite..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("assay.store.sqlite.*..")
                  .and(DescribedPredicate.not(type(UnusableDatabase.class))));

  @ArchTest
  static final ArchRule theServiceKnowsNoEngineAndNoEdge =
      noClasses()
          .that()
          .resideInAPackage("assay.service..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "assay.store.*..",
              "assay.apple.*..",
              "assay.http..",
              "assay.cli..",
              "assay.ops..",
              "io.vertx.ext.web..");

  @ArchTest
  static final ArchRule onlyTheEdgeKnowsTheWeb =
      noClasses()
          .that()
          .resideOutsideOfPackages("assay.http..", "assay.cli..", "assay.apple.call")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx.ext.web..");

  @ArchTest
  static final ArchRule onlyCallsToAppleUseTheWebClient =
      noClasses()
          .that()
          .resideOutsideOfPackages("assay.apple.call", "assay.cli.simulate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.ext.web.client..", "io.vertx.ext.web.codec..");

  @ArchTest
  static final ArchRule callsToAppleServeNothing =
      noClasses()
          .that()
          .resideInAPackage("assay.apple..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.ext.web", "io.vertx.ext.web.handler..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(io.vertx.core.http.HttpServer.class);

  @ArchTest
  static final ArchRule appleKnowsOnlyTheValuesOfCore =
      noClasses()
          .that()
          .resideInAPackage("assay.apple..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("assay..")
                  .and(DescribedPredicate.not(resideInAnyPackage("assay.apple..", "assay.core"))));

  @ArchTest
  static final ArchRule whatAppleSaysKnowsNotHowItIsAsked =
      noClasses()
          .that()
          .resideInAPackage("assay.apple")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("assay.apple.*..", "io.vertx.core.http..", "io.vertx.ext..");

  @ArchTest
  static final ArchRule theEdgeKnowsNoEngine =
      noClasses()
          .that()
          .resideInAPackage("assay.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("assay.store.*..", "assay.cli..", "assay.ops..");

  @ArchTest
  static final ArchRule theClockIsHandedIn =
      noClasses()
          .that()
          .resideOutsideOfPackages("assay.cli..", "assay.core..", "assay")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule thereAreNoCircles =
      slices().matching("assay.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyMainKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackages("assay.cli..", "assay")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("assay.cli..");

  @ArchTest
  static final ArchRule configurationIsHandedInFromTheTop =
      noClasses()
          .that()
          .resideOutsideOfPackages("assay.cli..", "assay.config..", "assay")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("assay.config..");

  /** What is simulated must never be a matter of serving: no server path leads to it. */
  @ArchTest
  static final ArchRule onlyItsOwnCommandsReachTheSimulator =
      noClasses()
          .that()
          .resideOutsideOfPackages("assay.simulator..", "assay.cli.simulate..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("assay.simulator..");

  /**
   * The simulator takes bytes and environments from core, and nothing that judges: it follows
   * Apple's rules by itself, or the two could be wrong alike.
   */
  @ArchTest
  static final ArchRule theSimulatorKnowsNoVerifier =
      classes()
          .that()
          .resideInAPackage("assay.simulator..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "assay.simulator..",
                      "java.io..",
                      "java.lang..",
                      "java.math..",
                      "java.nio.charset..",
                      "java.security..",
                      "java.time..",
                      "java.util..",
                      "org.bouncycastle..",
                      "org.jspecify.annotations")
                  .or(resideInAnyPackage("io.vertx.core..")) // simulator.apple only, see below
                  .or(type(URI.class))
                  .or(type(Bytes.class))
                  .or(type(Bytes[].class))
                  .or(type(App.Environment.class))
                  .or(type(App.Platform.class)));

  /** Devices and makers make bytes; only the simulated Apple listens. */
  @ArchTest
  static final ArchRule onlyTheSimulatedAppleListens =
      noClasses()
          .that()
          .resideInAPackage("assay.simulator..")
          .and()
          .resideOutsideOfPackage("assay.simulator.apple..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx..");

  @ArchTest
  static final ArchRule nullIsSaid =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

  @ArchTest
  static final ArchRule classesAreFinal =
      classes()
          .that()
          .areTopLevelClasses()
          .and()
          .areNotInterfaces()
          .and()
          .doNotHaveSimpleName("package-info")
          .and()
          .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT)
          .should(ArchConditions.haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL));
}
