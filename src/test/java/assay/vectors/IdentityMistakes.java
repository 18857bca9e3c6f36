package assay.vectors;

import static assay.vectors.Expect.refused;
import static assay.vectors.Scene.APP_ID;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.OTHER_DEVICE;
import static assay.vectors.Scene.attestation;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.raw.EcKey;
import assay.vectors.VectorGroup.Flag;
import java.util.Base64;
import java.util.Map;
import java.util.stream.IntStream;

/** Key ids in other spellings, App IDs that are configured wrongly, the other environment. */
final class IdentityMistakes {
  /** A device whose key id has both characters that the alphabets of base64 spell differently. */
  private static final SoftwareDevice MIXED =
      IntStream.range(0, 100)
          .mapToObj(i -> SoftwareDevice.of(Scene.APPLE, "assay test vectors: key id " + i, APP_ID))
          .filter(device -> device.key().keyId().base64().matches(".*[+].*/.*"))
          .findFirst()
          .orElseThrow();

  private final VectorGroup group =
      new VectorGroup(
          "diagnosis/identity",
          "Key ids, App IDs and environments that do not fit; expect.diagnosis names the mistake.");

  static VectorGroup group() {
    IdentityMistakes vectors = new IdentityMistakes();
    vectors.keyIds();
    vectors.appIds();
    vectors.environments();
    return vectors.group;
  }

  private void keyIds() {
    Flag flag =
        group.flag(
            "KeyIdSpelling",
            "generateKey returns base64 of SHA-256 of the 65-byte point: decoded, encoded, cut or computed"
                + " otherwise it names nothing.");
    EcKey key = DEVICE.key();
    Bytes id = key.keyId();
    both("hex", flag, Bytes.utf8(id.hex()), "key-id-hex");
    both("hex-read-as-base64", flag, Bytes.of(Base64.getDecoder().decode(id.hex())), "key-id-hex");
    both("encoded-twice", flag, Bytes.utf8(id.base64()), "key-id-encoded-twice");
    both("cut", flag, id.slice(0, 24), "key-id-cut");
    both("of-coordinates", flag, Bytes.sha256(key.point().from(1)), "key-id-of-coordinates");
    both("of-key-info", flag, Bytes.sha256(key.subjectPublicKeyInfo()), "key-id-of-key-info");
    both("of-compressed-point", flag, Bytes.sha256(key.compressed()), "key-id-of-compressed-point");
    both("hashed-again", flag, Bytes.sha256(id), "key-id-hashed-again");
    both("public-key", flag, key.point(), "public-key-as-key-id");
    both("coordinates", flag, key.point().from(1), "public-key-as-key-id");
    group
        .add(
            "attestation-key-id-of-another-key",
            flag,
            "The id of a key that is registered already.")
        .then(Event.key(OTHER_DEVICE, 0))
        .then(
            Event.attestation(attestation(DEVICE).make())
                .keyId(OTHER_DEVICE.key().keyId())
                .expect(refused("key-id").diagnosed("key-id-of-another-key")));
    SoftwareDevice decodable = decodable();
    both(
        "decoded-twice",
        flag,
        decodable,
        lenient(latin(decodable.key().keyId())),
        "key-id-decoded-twice");
    String text = MIXED.key().keyId().base64();
    both("plus-lost", flag, MIXED, lenient(text.replace("+", "")), "key-id-plus-lost");
    both(
        "base64url-read-as-base64",
        flag,
        MIXED,
        lenient(text.replace("+", "").replace("/", "")),
        "key-id-base64url");
    group
        .add("attestation-key-id-with-space", flag, "The text that came has spaces for plus signs.")
        .then(
            Event.attestation(attestation(MIXED).make())
                .keyId(lenient(text.replace("+", "")))
                .keyIdText(text.replace("+", " "))
                .expect(refused("key-id").diagnosed("key-id-plus-lost")));
  }

  /** A device in whose key id, taken for text, enough characters are of base64 to decode. */
  private static SoftwareDevice decodable() {
    return IntStream.range(0, 1000)
        .mapToObj(i -> SoftwareDevice.of(Scene.APPLE, "assay test vectors: key id " + i, APP_ID))
        .filter(device -> lenient(latin(device.key().keyId())).length() >= 6)
        .findFirst()
        .orElseThrow();
  }

  private static String latin(Bytes bytes) {
    return new String(bytes.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  private static Bytes lenient(String text) {
    String digits = text.replaceAll("[^A-Za-z0-9+/]", "");
    return Bytes.of(
        Base64.getDecoder()
            .decode(digits.substring(0, digits.length() - (digits.length() % 4 == 1 ? 1 : 0))));
  }

  private void both(String id, Flag flag, Bytes sent, String diagnosis) {
    both(id, flag, DEVICE, sent, diagnosis);
  }

  private void both(String id, Flag flag, SoftwareDevice device, Bytes sent, String diagnosis) {
    keyId(id, flag, device, sent, diagnosis);
    group
        .add("assertion-key-id-" + id, flag, "An assertion of a registered key: " + id + ".")
        .then(Event.key(device, 0))
        .then(
            Event.assertion(device, 1)
                .keyId(sent)
                .expect(refused("unknown-key").diagnosed(diagnosis)));
  }

  private void keyId(String id, Flag flag, SoftwareDevice device, Bytes sent, String diagnosis) {
    group
        .add("attestation-key-id-" + id, flag, "An attestation: " + id + ".")
        .then(
            Event.attestation(attestation(device).make())
                .keyId(sent)
                .expect(refused("key-id").diagnosed(diagnosis)));
  }

  private void appIds() {
    Flag flag =
        group.flag(
            "AppIdConfigured",
            "An App ID is the App ID prefix, a dot and the bundle identifier, in exact case; an App Clip"
                + " attests as its app.");
    appId("another-app", flag, "TEAMID1234.com.example.other", APP_ID, "app-id-of-another-app");
    appId("without-prefix", flag, APP_ID, "com.example.app", "app-id-without-prefix");
    appId("prefix", flag, "OLDPREFIX1.com.example.app", APP_ID, "app-id-prefix");
    appId("case", flag, APP_ID, "TEAMID1234.com.Example.App", "app-id-case");
    appId("full-app", flag, APP_ID, APP_ID + ".Clip", "app-id-of-the-full-app");
    appId("extension", flag, APP_ID + ".extension", APP_ID, "app-id-of-an-extension");
    attestedAppId("unknown", flag, "TEAMID9999.org.example.else", APP_ID, "app-id-unknown");
  }

  private void appId(String id, Flag flag, String actual, String configured, String diagnosis) {
    attestedAppId(id, flag, actual, configured, diagnosis);
    informed(group.add("assertion-app-id-" + id, flag, comment(actual, configured)))
        .under(Policy.production().with("appId", configured))
        .then(Event.key(DEVICE, 0))
        .then(
            Event.assertion(DEVICE.ofApp(actual), 1)
                .expect(refused("app-id").diagnosed(diagnosis)));
  }

  private void attestedAppId(
      String id, Flag flag, String actual, String configured, String diagnosis) {
    informed(group.add("attestation-app-id-" + id, flag, comment(actual, configured)))
        .under(Policy.production().with("appId", configured))
        .then(
            Event.attestation(attestation(DEVICE.ofApp(actual)).make())
                .expect(refused("app-id").diagnosed(diagnosis)));
  }

  private static String comment(String actual, String configured) {
    return "The evidence is of " + actual + ", configured is " + configured + ".";
  }

  private static VectorCase informed(VectorCase made) {
    return made.knowing("otherApps", app("other", "TEAMID1234.com.example.other", "production"))
        .knowing("otherApps", app("legacy", "OLDPREFIX1.com.example.legacy", "production"));
  }

  static Map<String, Object> app(String name, String appId, String environment) {
    return Map.of("name", name, "appId", appId, "environment", environment);
  }

  private void environments() {
    Flag flag =
        group.flag(
            "OtherEnvironment",
            "Keys of development and production never meet. TestFlight is production.");
    environment("development-in-production", flag, Environment.DEVELOPMENT, Policy.production())
        .knowing("otherApps", app("shop-dev", APP_ID, "development"));
    environment("production-in-development", flag, Environment.PRODUCTION, Policy.development())
        .knowing("otherApps", app("shop", APP_ID, "production"));
  }

  private VectorCase environment(String id, Flag flag, Environment of, Policy policy) {
    String diagnosis = id.replace("-in-", "-key-in-");
    return group
        .add("attestation-" + id, flag, "A key of the other environment.")
        .under(policy)
        .then(
            Event.attestation(attestation(DEVICE.with(of)).make())
                .expect(refused("environment").diagnosed(diagnosis)));
  }
}
