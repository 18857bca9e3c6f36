package assay.core.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import assay.cli.replay.VectorEvent;
import assay.core.App;
import assay.core.App.Environment;
import assay.core.Bytes;
import assay.core.CounterRule;
import assay.core.Forged;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.assertion.Assertion;
import assay.core.assertion.AssertionVerifier;
import assay.core.assertion.RegisteredKey;
import assay.core.attestation.Attestation;
import assay.core.attestation.AttestationVerifier;
import assay.core.diagnosis.Known.OtherApp;
import assay.core.diagnosis.RefusedEvidence.OfAssertion;
import assay.core.diagnosis.RefusedEvidence.OfAttestation;
import assay.core.diagnosis.RefusedEvidence.SentKeyId;
import assay.core.diagnosis.clientdata.ClientData;
import assay.core.diagnosis.clientdata.KnownChallenge;
import assay.core.diagnosis.mistake.Diagnosis;
import assay.core.pki.Signatures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What real devices made, taken by a server that makes every mistake that applies. */
final class DeviceMistakesTest {
  private static final Diagnoser DIAGNOSER = new Diagnoser(Forged.SIGNATURES);
  private static final Bytes OTHER = Bytes.utf8("quite another challenge");

  /** The same evidence as a mistaken server sees it. */
  private record Mistaken(
      String code, Bytes keyId, ClientData clientData, App app, Known known, Instant at) {}

  @TestFactory
  Stream<DynamicTest> everyMistakeThatIsPutInIsNamed() {
    List<Accepted.Event> events = Accepted.ofDevices().toList();
    return events.isEmpty()
        ? Stream.of(dynamicTest("device vectors", () -> abort("ASSAY_VECTORS is not set")))
        : events.stream()
            .flatMap(event ->
                mistakes(event).stream()
                    .map(mistaken ->
                        dynamicTest(
                            event.name() + ": " + mistaken.code(),
                            () ->
                                assertEquals(
                                    Optional.of(mistaken.code()),
                                    diagnosis(event, mistaken).map(Diagnosis::code)))));
  }

  private static List<Mistaken> mistakes(Accepted.Event event) {
    List<Mistaken> all = new ArrayList<>();
    clientData(event, all);
    keyIds(event, all);
    apps(event, all);
    if (event.event() instanceof VectorEvent.OfAttestation attestation) {
      environment(event, attestation, all);
    }
    return all;
  }

  private static Instant at(Accepted.Event event) {
    return event.event() instanceof VectorEvent.OfAttestation attestation
        ? attestation.at()
        : ((VectorEvent.OfAssertion) event.event()).at();
  }

  private static Known known(Accepted.Event event, App app, Instant at) {
    return Known.of(app, event.roots(), at)
        .withCounter(CounterRule.State.at(event.highest()))
        .withKeys(List.of(new Known.Key(Forged.KEY_ID, Forged.PUBLIC_KEY, false)));
  }

  private static void clientData(Accepted.Event event, List<Mistaken> all) {
    ClientData right =
        event.event() instanceof VectorEvent.OfAttestation attestation
            ? attestation.clientData()
            : ((VectorEvent.OfAssertion) event.event()).clientData();
    expecting("client-data-not-hashed", ClientData.of(right.hash()), event, all);
    if (right.bytes().isEmpty()) {
      return;
    }
    Bytes data = right.bytes().get();
    expecting("client-data-hashed-twice", ClientData.ofHash(data), event, all);
    expecting("hex-decoded", ClientData.of(Bytes.utf8(data.hex())), event, all);
    expecting("base64-decoded", ClientData.of(Bytes.utf8(data.base64())), event, all);
    String urlSafe = Base64.getUrlEncoder().encodeToString(data.toArray());
    boolean differs = !urlSafe.equals(data.base64());
    expecting(
        differs ? "base64url-decoded" : "base64-decoded",
        ClientData.of(Bytes.utf8(urlSafe)),
        event,
        all);
    expecting("whitespace-trimmed", ClientData.of(data.concat(Bytes.utf8("\n"))), event, all);
    if (event.event() instanceof VectorEvent.OfAttestation) {
      Bytes quote = Bytes.utf8("\"");
      expecting("json-unquoted", ClientData.of(quote.concat(data).concat(quote)), event, all);
    }
    Known earlier =
        known(event, event.app(), at(event))
            .withChallenges(List.of(new KnownChallenge(data, false)));
    all.add(
        new Mistaken(
            "earlier-challenge",
            event.event().keyId(),
            ClientData.of(OTHER),
            event.app(),
            earlier,
            at(event)));
    texts(data, event, all);
  }

  /** Client data that is itself hexadecimal, quoted or JSON can be mistaken in more ways. */
  private static void texts(Bytes data, Accepted.Event event, List<Mistaken> all) {
    String text = data.text();
    if (text.matches("([0-9a-f]{2}){8,}")) {
      expecting("hex-text-hashed", ClientData.of(Bytes.hex(text)), event, all);
    }
    if (text.matches("\".*\"")) {
      expecting("json-quoted", ClientData.of(data.slice(1, data.length() - 1)), event, all);
    }
    if (text.matches("[\\x20-\\x7e]*[g-z][\\x20-\\x7e]*")
        && text.equals(text.toLowerCase(Locale.ROOT))
        && event.event() instanceof VectorEvent.OfAttestation) {
      expecting(
          "letter-case", ClientData.of(Bytes.utf8(text.toUpperCase(Locale.ROOT))), event, all);
    }
    if (text.startsWith("{") && !text.contains(" ")) {
      expecting(
          "json-whitespace",
          ClientData.of(Bytes.utf8(text.replace("\":\"", "\": \"").replace(",\"", ", \""))),
          event,
          all);
    }
  }

  private static void expecting(
      String code, ClientData expected, Accepted.Event event, List<Mistaken> all) {
    all.add(
        new Mistaken(
            code,
            event.event().keyId(),
            expected,
            event.app(),
            known(event, event.app(), at(event)),
            at(event)));
  }

  private static void keyIds(Accepted.Event event, List<Mistaken> all) {
    Bytes id = event.event().keyId();
    Bytes point = event.publicKey();
    sent("key-id-hex", Bytes.utf8(id.hex()), event, all);
    sent("key-id-encoded-twice", Bytes.utf8(id.base64()), event, all);
    sent("key-id-of-coordinates", Bytes.sha256(point.from(1)), event, all);
    sent("key-id-of-key-info", Bytes.sha256(Signatures.subjectPublicKeyInfo(point)), event, all);
    sent("key-id-cut", id.slice(0, 20), event, all);
    sent("public-key-as-key-id", point, event, all);
    if (event.event() instanceof VectorEvent.OfAttestation) {
      sent("key-id-of-another-key", Forged.KEY_ID, event, all);
    }
  }

  private static void sent(String code, Bytes keyId, Accepted.Event event, List<Mistaken> all) {
    Known known =
        known(event, event.app(), at(event))
            .withKeys(
                List.of(
                    new Known.Key(Forged.KEY_ID, Forged.PUBLIC_KEY, false),
                    new Known.Key(event.event().keyId(), event.publicKey(), false)));
    all.add(new Mistaken(code, keyId, right(event), event.app(), known, at(event)));
  }

  private static ClientData right(Accepted.Event event) {
    return event.event() instanceof VectorEvent.OfAttestation attestation
        ? attestation.clientData()
        : ((VectorEvent.OfAssertion) event.event()).clientData();
  }

  private static void apps(Accepted.Event event, List<Mistaken> all) {
    String appId = event.app().appIds().getFirst();
    OtherApp prefix = new OtherApp("prefix", App.of(appId + "x", event.app().environment()));
    configured(
        "app-id-prefix", id -> "ABCDE12345" + id.substring(id.indexOf('.')), prefix, event, all);
    configured(
        "app-id-without-prefix", id -> id.substring(id.indexOf('.') + 1), prefix, event, all);
    configured("app-id-of-the-full-app", id -> id + ".Clip", prefix, event, all);
    configured(
        "app-id-of-another-app",
        _ -> "ABCDE12345.quite.another",
        new OtherApp("the-right-one", event.app()),
        event,
        all);
    if (appId.equals(appId.substring(0, 11) + appId.substring(11).toLowerCase(Locale.ROOT))) {
      configured(
          "app-id-case",
          id -> id.substring(0, 11) + id.substring(11).toUpperCase(Locale.ROOT),
          prefix,
          event,
          all);
    }
  }

  private static void configured(
      String code,
      UnaryOperator<String> change,
      OtherApp other,
      Accepted.Event event,
      List<Mistaken> all) {
    App wrong =
        new App(
            List.of(change.apply(event.app().appIds().getFirst())),
            event.app().environment(),
            event.app().platform(),
            event.app().validationCategories(),
            event.app().launchInfoRequired(),
            event.app().minimumBundleVersion(),
            event.app().counterRule());
    all.add(
        new Mistaken(
            code,
            event.event().keyId(),
            right(event),
            wrong,
            known(event, wrong, at(event)).withOtherApps(List.of(other)),
            at(event)));
  }

  private static void environment(
      Accepted.Event event, VectorEvent.OfAttestation attestation, List<Mistaken> all) {
    boolean production = event.app().environment() == Environment.PRODUCTION;
    App wrong =
        App.of(
            event.app().appIds().getFirst(),
            production ? Environment.DEVELOPMENT : Environment.PRODUCTION);
    all.add(
        new Mistaken(
            production ? "production-key-in-development" : "development-key-in-production",
            event.event().keyId(),
            right(event),
            wrong,
            known(event, wrong, attestation.at()),
            attestation.at()));
    for (int days : new int[] {-400, 400}) {
      Instant late = attestation.at().plus(Duration.ofDays(days));
      all.add(
          new Mistaken(
              days > 0 ? "expired-on-arrival" : "clock-behind",
              event.event().keyId(),
              right(event),
              event.app(),
              known(event, event.app(), late),
              late));
    }
  }

  private static Optional<Diagnosis> diagnosis(Accepted.Event event, Mistaken mistaken) {
    Bytes sent = mistaken.keyId();
    return switch (event.event()) {
      case VectorEvent.OfAttestation attestation -> {
        Verdict<?> verdict =
            new AttestationVerifier(event.roots())
                .verify(
                    new Attestation(sent, attestation.object(), mistaken.clientData().hash()),
                    mistaken.app(),
                    mistaken.at());
        yield DIAGNOSER.diagnose(
            new OfAttestation(
                SentKeyId.of(sent), attestation.object(), mistaken.clientData(), step(verdict)),
            mistaken.known());
      }
      case VectorEvent.OfAssertion assertion -> {
        Optional<Bytes> key =
            sent.equals(assertion.keyId()) ? Optional.of(event.publicKey()) : Optional.empty();
        Verdict<?> verdict =
            new AssertionVerifier(Forged.SIGNATURES)
                .verify(
                    new Assertion(assertion.object(), mistaken.clientData().hash()),
                    key.map(point -> new RegisteredKey(point, false)),
                    mistaken.app());
        yield DIAGNOSER.diagnose(
            new OfAssertion(
                SentKeyId.of(sent), assertion.object(), mistaken.clientData(), key, step(verdict)),
            mistaken.known());
      }
      default -> throw new IllegalStateException();
    };
  }

  private static Step step(Verdict<?> verdict) {
    return ((Verdict.Refused<?>) verdict).step();
  }
}
