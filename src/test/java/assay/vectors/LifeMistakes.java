package assay.vectors;

import static assay.vectors.Expect.counter;
import static assay.vectors.Expect.refused;
import static assay.vectors.Scene.APPLE;
import static assay.vectors.Scene.APPLE_ROOT;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.DEVICE_27;
import static assay.vectors.Scene.ISSUED;
import static assay.vectors.Scene.MAC;
import static assay.vectors.Scene.OTHER_CHALLENGE;
import static assay.vectors.Scene.OTHER_DEVICE;
import static assay.vectors.Scene.attestation;

import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.OperatingSystem;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.AttestationAuthority;
import assay.vectors.VectorGroup.Flag;
import java.time.Duration;
import java.util.Map;

/** Keys that are not registered, counters, certificates at the wrong time, and launches. */
final class LifeMistakes {
  private final VectorGroup group =
      new VectorGroup(
          "diagnosis/life",
          "Keys that are not there, counters that are not ahead, certificates of others or too late, and"
              + " launches that the policy does not allow; expect.diagnosis names the mistake.");

  static VectorGroup group() {
    LifeMistakes vectors = new LifeMistakes();
    vectors.keys();
    vectors.counters();
    vectors.chains();
    vectors.launches();
    vectors.machines();
    return vectors.group;
  }

  private void keys() {
    Flag flag =
        group.flag(
            "KeyNotThere",
            "A key is unknown for one of few reasons: refused when it was attested, registered elsewhere,"
                + " or never attested, as after a reinstall.");
    String step = "unknown-key";
    group
        .add("key-refused-earlier", flag, "Its attestation was for another challenge.")
        .then(
            Event.attestation(attestation(DEVICE).make())
                .clientData(OTHER_CHALLENGE)
                .expect(refused("nonce")))
        .then(Event.assertion(DEVICE, 1).expect(refused(step).diagnosed("key-refused-earlier")));
    group
        .add("key-revoked", flag, "It was registered, and revoked.")
        .then(Event.key(DEVICE, 0))
        .then(Event.revoke(DEVICE))
        .then(Event.assertion(DEVICE, 1).expect(refused("revoked-key").diagnosed("key-revoked")));
    group
        .add("key-of-another-app", flag, "The app of tablets knows it.")
        .knowing("keysElsewhere", Map.of("keyId", DEVICE.key().keyId().base64(), "app", "tablets"))
        .then(Event.assertion(DEVICE, 1).expect(refused(step).diagnosed("key-of-another-app")));
    group
        .add(
            "key-of-the-other-environment",
            flag,
            "The development app of the same App ID knows it.")
        .knowing("otherApps", IdentityMistakes.app("shop-dev", Scene.APP_ID, "development"))
        .knowing("keysElsewhere", Map.of("keyId", DEVICE.key().keyId().base64(), "app", "shop-dev"))
        .then(
            Event.assertion(DEVICE, 1)
                .expect(refused(step).diagnosed("development-key-in-production")));
    group
        .add("key-not-registered", flag, "A good assertion of a key that was never attested here.")
        .then(Event.assertion(DEVICE, 1).expect(refused(step).diagnosed("key-not-registered")));
    group
        .add("new-key-after-reinstall", flag, "The user's earlier key is registered.")
        .knowingKeyOfUser(OTHER_DEVICE.key().keyId())
        .then(Event.key(OTHER_DEVICE, 41))
        .then(
            Event.assertion(DEVICE, 1).expect(refused(step).diagnosed("new-key-after-reinstall")));
  }

  private void counters() {
    Flag flag =
        group.flag(
            "CounterNotAhead",
            "The same assertion twice, two that overtook each other, or one from long ago.");
    counterCase("again", flag, Policy.production(), 7, 7, "assertion-again");
    counterCase("overtaken-by-one", flag, Policy.production(), 8, 7, "assertions-overtook");
    counterCase("overtaken-by-many", flag, Policy.production(), 107, 7, "assertions-overtook");
    counterCase("far-behind", flag, Policy.production(), 70_007, 7, "counter-far-behind");
    counterCase("zero", flag, Policy.production(), 0, 0, "counter-zero");
    counterCase(
        "behind-window", flag, Policy.production().window(16), 107, 7, "assertions-overtook");
    group
        .add("counter-again-in-window", flag, "Used already, in a window.")
        .under(Policy.production().window(16))
        .then(Event.key(DEVICE, 0))
        .then(Event.assertion(DEVICE, 3).expect(counter(3)))
        .then(Event.assertion(DEVICE, 5).expect(counter(5)))
        .then(Event.assertion(DEVICE, 3).expect(refused("counter").diagnosed("assertion-again")));
  }

  private void counterCase(
      String id, Flag flag, Policy policy, long stored, long counter, String diagnosis) {
    group
        .add("counter-" + id, flag, "The counter is " + counter + ", stored is " + stored + ".")
        .under(policy)
        .then(Event.key(DEVICE, stored))
        .then(Event.assertion(DEVICE, counter).expect(refused("counter").diagnosed(diagnosis)));
  }

  private void chains() {
    Flag flag =
        group.flag(
            "OtherAuthority",
            "Certificates that are good under another root, or were at another time.");
    AttestationMaker.Made made = attestation(DEVICE).make();
    String step = "certificate-chain";
    group
        .add("expired-on-arrival", flag, "Sent a week after it was made.")
        .then(
            Event.attestation(made)
                .at(ISSUED.plus(Duration.ofDays(7)))
                .expect(refused(step).diagnosed("expired-on-arrival")));
    group
        .add("clock-behind", flag, "The verifier's clock is two days slow.")
        .then(
            Event.attestation(made)
                .at(ISSUED.minus(Duration.ofDays(2)))
                .expect(refused(step).diagnosed("clock-behind")));
    group
        .add("simulator-key", flag, "A simulator's key comes to an app that trusts Apple.")
        .trusting(APPLE_ROOT, APPLE_ROOT)
        .then(Event.attestation(made).expect(refused(step).diagnosed("simulator-key")));
    authority("webauthn-root", flag, "Apple WebAuthn Root CA", "webauthn-root");
    authority(
        "device-key-in-test-app", flag, "Apple App Attestation Root CA", "device-key-in-test-app");
  }

  private void authority(String id, Flag flag, String root, String diagnosis) {
    Bytes name = AttestationAuthority.name(root);
    AttestationAuthority other =
        AttestationAuthority.of(
            "assay test vectors: " + id, made -> made, made -> made.issuer(name));
    group
        .add(id, flag, "The intermediate names \"" + root + "\" as its issuer.")
        .then(
            Event.attestation(attestation(DEVICE.with(APPLE.with(other))).make())
                .expect(refused("certificate-chain").diagnosed(diagnosis)));
  }

  private void launches() {
    Flag flag =
        group.flag(
            "Launch",
            "How the app was launched, by the name of its category, and which build runs.");
    category("testflight", flag, 2, 4, "launched-from-testflight");
    category("development", flag, 3, 4, "launched-by-developer");
    category("app-store", flag, 4, 2, "launched-from-app-store");
    category("enterprise", flag, 5, 4, "launched-by-enterprise");
    category("developer-id", flag, 6, 4, "launched-with-developer-id");
    category("system", flag, 1, 4, "launched-as-system");
    category("other-identity", flag, 10, 4, "launched-by-others");
    group
        .add("launch-info-missing", flag, "iOS 26 tells nothing, and the policy wants it.")
        .under(Policy.production().launchInfoRequired())
        .then(
            Event.attestation(attestation(DEVICE).make())
                .expect(refused("validation-category").diagnosed("launch-info-missing")));
    build("build-too-old", flag, "1.1.9");
    build("build-not-numeric", flag, "1.3-beta");
  }

  private void category(String id, Flag flag, int category, int allowed, String diagnosis) {
    SoftwareDevice device = DEVICE_27.launchedAs(category, "1.2.3");
    Expect expected = refused("validation-category").diagnosed(diagnosis);
    Policy policy = Policy.production().categories(allowed);
    group
        .add("attestation-launched-" + id, flag, "Category " + category + " at registration.")
        .under(policy)
        .then(Event.attestation(attestation(device).make()).expect(expected));
    group
        .add("assertion-launched-" + id, flag, "Category " + category + " in a request.")
        .under(policy)
        .then(Event.key(device, 0))
        .then(Event.assertion(device, 1).expect(expected));
  }

  private void build(String diagnosis, Flag flag, String version) {
    SoftwareDevice device = DEVICE_27.launchedAs(4, version);
    group
        .add(diagnosis, flag, "Build " + version + ", the minimum is 1.2.")
        .under(Policy.production().minimumBundleVersion("1.2"))
        .then(Event.key(device, 0))
        .then(Event.assertion(device, 1).expect(refused("bundle-version").diagnosed(diagnosis)));
  }

  private void machines() {
    Flag flag =
        group.flag(
            "AccessControl", "The access control of a phone, and of a Mac that boots anything.");
    group
        .add("iphone-key-in-mac-app", flag, "A phone's key comes to an app for Macs.")
        .under(Policy.macos())
        .then(
            Event.attestation(attestation(DEVICE).make())
                .expect(refused("access-control").diagnosed("iphone-key-in-mac-app")));
    Bytes reduced =
        Bytes.of(
            OperatingSystem.FULL_SECURITY
                .slice(0, OperatingSystem.FULL_SECURITY.length() - 7)
                .toArray());
    group
        .add("mac-without-full-security", flag, "The access control asks for less.")
        .under(Policy.macos())
        .then(
            Event.attestation(
                    attestation(MAC)
                        .leaf(leaf ->
                            leaf.extension(
                                AttestationMaker.ACCESS_CONTROL, OperatingSystem.held(reduced)))
                        .make())
                .expect(refused("access-control").diagnosed("mac-without-full-security")));
  }
}
