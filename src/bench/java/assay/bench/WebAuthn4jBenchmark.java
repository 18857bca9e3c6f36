package assay.bench;

import com.webauthn4j.anchor.TrustAnchorRepository;
import com.webauthn4j.appattest.DeviceCheckManager;
import com.webauthn4j.appattest.authenticator.DCAppleDevice;
import com.webauthn4j.appattest.authenticator.DCAppleDeviceImpl;
import com.webauthn4j.appattest.data.DCAssertionData;
import com.webauthn4j.appattest.data.DCAssertionParameters;
import com.webauthn4j.appattest.data.DCAssertionRequest;
import com.webauthn4j.appattest.data.DCAttestationData;
import com.webauthn4j.appattest.data.DCAttestationParameters;
import com.webauthn4j.appattest.data.DCAttestationRequest;
import com.webauthn4j.appattest.server.DCServerProperty;
import com.webauthn4j.data.attestation.AttestationObject;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.statement.AttestationStatement;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionsAuthenticatorOutputs;
import com.webauthn4j.data.extension.authenticator.RegistrationExtensionAuthenticatorOutput;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.CertPathTrustworthinessVerifier;
import com.webauthn4j.verifier.attestation.trustworthiness.certpath.DefaultCertPathTrustworthinessVerifier;
import java.security.cert.TrustAnchor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** {@code com.webauthn4j:webauthn4j-appattest}, which leaves receipts to its caller. */
@State(Scope.Thread)
public class WebAuthn4jBenchmark {
  private record SignedCase(DCAssertionRequest request, DCAssertionParameters parameters) {}

  private record NewKey(DCAttestationRequest request, DCAttestationParameters parameters) {}

  private final DeviceCheckManager manager;
  private final Rotation<SignedCase> signed;
  private final Rotation<NewKey> keys;

  public WebAuthn4jBenchmark() {
    Rivals.installProvider();
    Evidence evidence = Evidence.read();
    manager =
        new DeviceCheckManager(
            atOurTime(
                new DefaultCertPathTrustworthinessVerifier(
                    new OneRoot(
                        Set.of(new TrustAnchor(Evidence.certificate(evidence.root()), null))))));
    List<SignedCase> signedCases = new ArrayList<>();
    List<NewKey> newKeys = new ArrayList<>();
    for (Evidence.Case one : evidence.cases()) {
      byte[] keyId = one.keyId().toArray();
      DCServerProperty server =
          new DCServerProperty(
              Evidence.TEAM, Evidence.BUNDLE, new DefaultChallenge(one.challenge().toArray()));
      DCAttestationRequest attestation =
          new DCAttestationRequest(
              keyId, one.attestation().toArray(), one.challengeHash().toArray());
      newKeys.add(new NewKey(attestation, new DCAttestationParameters(server)));
      signedCases.add(
          new SignedCase(
              new DCAssertionRequest(
                  keyId, one.assertion().toArray(), one.clientDataHash().toArray()),
              new DCAssertionParameters(server, device(attestation))));
    }
    signed = new Rotation<>(signedCases);
    keys = new Rotation<>(newKeys);

    NewKey first = newKeys.getFirst();
    Rivals.requireRefusal(() ->
        validate(
            new NewKey(
                new DCAttestationRequest(
                    first.request().getKeyId(),
                    first.request().getAttestationObject(),
                    newKeys.get(1).request().getClientDataHash()),
                first.parameters())));
    SignedCase one = signedCases.getFirst();
    Rivals.requireRefusal(() ->
        validate(
            new SignedCase(
                new DCAssertionRequest(
                    one.request().getKeyId(),
                    one.request().getAssertion(),
                    signedCases.get(1).request().getClientDataHash()),
                one.parameters())));
  }

  /** The library asks the clock; our leafs live three days. */
  private static CertPathTrustworthinessVerifier atOurTime(CertPathTrustworthinessVerifier real) {
    return (aaguid, statement, _) -> real.verify(aaguid, statement, Evidence.NOW);
  }

  private record OneRoot(Set<TrustAnchor> anchors) implements TrustAnchorRepository {
    @Override
    public Set<TrustAnchor> find(AAGUID aaguid) {
      return anchors;
    }

    @Override
    public Set<TrustAnchor> find(byte[] keyIdentifier) {
      return anchors;
    }
  }

  /** What a server would have kept of the attestation. */
  private DCAppleDevice device(DCAttestationRequest request) {
    AttestationObject object =
        Objects.requireNonNull(manager.parse(request).getAttestationObject());
    return new ForgetfulDevice(
        Objects.requireNonNull(object.getAuthenticatorData().getAttestedCredentialData()),
        object.getAttestationStatement(),
        Objects.requireNonNullElseGet(
            object.getAuthenticatorData().getExtensions(),
            AuthenticationExtensionsAuthenticatorOutputs::new));
  }

  /** Stays before its first assertion, so that the same one can be judged again. */
  private static final class ForgetfulDevice extends DCAppleDeviceImpl {
    private static final long serialVersionUID = 1;

    private ForgetfulDevice(
        AttestedCredentialData data,
        AttestationStatement statement,
        AuthenticationExtensionsAuthenticatorOutputs<RegistrationExtensionAuthenticatorOutput>
            extensions) {
      super(data, statement, 0, extensions);
    }

    @Override
    public void setCounter(long counter) {
      // stays
    }
  }

  @Benchmark
  public DCAssertionData assertion() {
    return validate(signed.next());
  }

  private DCAssertionData validate(SignedCase one) {
    return manager.validate(one.request(), one.parameters());
  }

  @Benchmark
  public DCAttestationData attestation() {
    return validate(keys.next());
  }

  private DCAttestationData validate(NewKey one) {
    return manager.validate(one.request(), one.parameters());
  }
}
