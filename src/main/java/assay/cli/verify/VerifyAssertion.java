package assay.cli.verify;

import assay.cli.Learnt;
import assay.cli.Terminal;
import assay.cli.UnusableInput;
import assay.core.App;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.CounterRule;
import assay.core.Step;
import assay.core.Verdict;
import assay.core.assertion.Assertion;
import assay.core.assertion.RegisteredKey;
import assay.core.assertion.SignedRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An assertion, with the key that it claims and the highest counter so far. */
@Command(
    name = "assertion",
    description = "Verifies what generateAssertion returned.",
    footer = {
      "",
      "  assay verify assertion object.b64 --public-key BEMy… --app-id TEAMID1234.com.example.app --client-data body.json",
      "",
      "Exit code: 0 accepted, 1 refused, 2 unusable input."
    })
final class VerifyAssertion extends VerifyObject {
  @Option(
      names = "--public-key",
      paramLabel = "KEY",
      required = true,
      description =
          "The registered key: the 65-byte point or the SubjectPublicKeyInfo, in base64, hex or PEM.")
  private String publicKey = "";

  @Option(
      names = "--key-id",
      paramLabel = "ID",
      description = "What the client sent as key id; must be the SHA-256 of the key's point.")
  private Optional<String> keyId = Optional.empty();

  @Option(
      names = "--counter",
      paramLabel = "N",
      description = "The highest counter so far; default 0.")
  private long counter;

  @Mixin private ClientDataOptions clientData = new ClientDataOptions();

  VerifyAssertion(Terminal terminal) {
    super(terminal);
  }

  @Override
  List<StepsReport> judge(Bytes object, App app, Instant now) throws UnusableInput {
    if (counter < 0 || counter > CounterRule.LARGEST) {
      throw new UnusableInput("--counter is from 0 to " + CounterRule.LARGEST);
    }
    Bytes point = Texts.publicKey("--public-key", publicKey);
    boolean known =
        keyId.isEmpty() || Texts.bytes("--key-id", keyId.get()).equals(Bytes.sha256(point));
    Optional<RegisteredKey> key =
        known ? Optional.of(new RegisteredKey(point, false)) : Optional.empty();
    Checklist steps = Checklist.keeping();
    steps.skip(Step.Assertion.SUBJECT, ONLY_A_SERVER);
    steps.skip(Step.Assertion.CHALLENGE, ONLY_A_SERVER);
    Verdict<SignedRequest> verdict =
        trust()
            .verifiers()
            .assertions()
            .verify(new Assertion(object, clientData.hash()), key, app, steps);
    return switch (verdict) {
      case Verdict.Refused<SignedRequest> _ -> List.of(report(verdict, steps, Map.of()));
      case Verdict.Accepted<SignedRequest>(SignedRequest request) ->
          List.of(judgeCounter(request, app, steps));
    };
  }

  private StepsReport judgeCounter(SignedRequest request, App app, Checklist steps) {
    return switch (app.counterRule()
        .judge(CounterRule.State.at(counter), request.counter(), steps)) {
      case Verdict.Accepted<CounterRule.State> accepted ->
          report(accepted, steps, Learnt.of(request));
      case Verdict.Refused<CounterRule.State> refused -> report(refused, steps, Map.of());
    };
  }

  private StepsReport report(Verdict<?> verdict, Checklist steps, Map<String, Object> learnt) {
    return StepsReport.of(
        "assertion", verdict, Step.Assertion.values(), steps, learnt, Optional.empty());
  }
}
