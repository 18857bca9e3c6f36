package assay.vectors;

import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registered;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.DEVICE_27;
import static assay.vectors.Scene.attestation;

import assay.core.App.Environment;
import assay.core.Bytes;
import assay.simulator.maker.OperatingSystem;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.raw.CborWriter;
import assay.simulator.maker.raw.CborWriter.Member;
import assay.vectors.VectorGroup.Flag;
import java.util.List;

/** What the app's owner decides: Apple's steps 10 and 11, and 7 and 8 for assertions. */
final class PolicyVectors {
  private static final String CATEGORY = "validation-category";
  private static final String VERSION = "bundle-version";
  private static final Member APP_STORE =
      Member.of("apple_validation_category_01", CborWriter.bytes(Bytes.hex("04000000")));

  private final VectorGroup group =
      new VectorGroup(
          "policy",
          "Launch information against the app's policy: validation category (Apple's step 10; 7 for"
              + " assertions) and bundle version (11; 8). By default production takes the categories 2"
              + " and 4, development 3 as well, and launch information is optional.");

  static VectorGroup group() {
    PolicyVectors vectors = new PolicyVectors();
    vectors.categories();
    vectors.required();
    vectors.versions();
    vectors.assertions();
    return vectors.group;
  }

  private void categories() {
    Flag defaults =
        group.flag(
            "DefaultCategories",
            "Without an allow-list the environment decides. A verifier without safe defaults lets"
                + " builds into production that came from neither the App Store nor TestFlight.");
    Flag list =
        group.flag(
            "AllowList",
            "An allow-list is the whole list: it replaces the defaults, it does not add to them.");
    for (int category = 0; category <= 11; category++) {
      boolean allowed = category == 2 || category == 4;
      category("production-category-" + category, defaults, DEVICE_27, category, allowed);
      category(
              "development-category-" + category,
              defaults,
              DEVICE_27.with(Environment.DEVELOPMENT),
              category,
              allowed || category == 3)
          .under(Policy.development());
    }
    category("enterprise-allowed", list, DEVICE_27, 5, true)
        .under(Policy.production().categories(5));
    category("app-store-not-on-the-list", list, DEVICE_27, 4, false)
        .under(Policy.production().categories(5));
    category("several-allowed", list, DEVICE_27, 6, true)
        .under(Policy.production().categories(4, 5, 6));
    category("empty-list", list, DEVICE_27, 4, false).under(Policy.production().categories());
    group
        .attestation(
            "empty-list-and-no-launch-info",
            list,
            "Nothing is allowed, but nothing is told either, and that is optional.",
            attestation(DEVICE),
            registered(DEVICE))
        .under(Policy.production().categories());
  }

  private VectorCase category(
      String id, Flag flag, SoftwareDevice device, int category, boolean accepted) {
    SoftwareDevice launched = device.launchedAs(category, "1.2.3");
    return group.attestation(
        id,
        flag,
        "Category " + category + (accepted ? " is allowed." : " is not allowed."),
        attestation(launched),
        accepted ? registered(launched).launched(category, "1.2.3") : refused(CATEGORY));
  }

  private void required() {
    Flag required =
        group.flag(
            "LaunchInfoRequired",
            "Nobody can take launch information out of an object, but an older system or SDK never puts"
                + " it in. Where it is required, its absence refuses; a verifier that checks only what is"
                + " there is stepped around with an old phone.");
    Flag optional =
        group.flag(
            "LaunchInfoOptional",
            "Systems before 27 tell nothing of the launch, and neither do apps built with an older SDK."
                + " A verifier that takes absence for a wrong value refuses most devices.");
    Policy strict = Policy.production().launchInfoRequired();
    group
        .attestation(
            "required-and-there",
            required,
            "iOS 27, App Store.",
            attestation(DEVICE_27),
            registered(DEVICE_27).launched(4, "1.2.3"))
        .under(strict);
    group
        .attestation(
            "required-and-absent",
            required,
            "iOS 26 tells nothing.",
            attestation(DEVICE),
            refused(CATEGORY))
        .under(strict);
    group
        .attestation(
            "required-and-map-empty",
            required,
            "A map of extensions without members.",
            attestation(DEVICE).authData(data -> data.extensions()),
            refused(CATEGORY))
        .under(strict);
    group
        .attestation(
            "required-and-category-absent",
            required,
            "The bundle version is there, the category is not.",
            attestation(DEVICE)
                .authData(data ->
                    data.extensions(
                        Member.of("apple_bundle_version_01", CborWriter.text("1.2.3")))),
            refused(CATEGORY))
        .under(strict);
    group
        .attestation(
            "required-and-not-allowed",
            required,
            "Required and there, but development-signed.",
            attestation(DEVICE_27.launchedAs(3, "1.2.3")),
            refused(CATEGORY))
        .under(strict);
    group
        .attestation(
            "required-and-version-absent",
            required,
            "A lowest version is set, the category is there, the version is not.",
            attestation(DEVICE).authData(data -> data.extensions(APP_STORE)),
            refused(VERSION))
        .under(strict.minimumBundleVersion("1.0"));
    group.attestation(
        "optional-and-absent", optional, "iOS 26.", attestation(DEVICE), registered(DEVICE));
    group
        .attestation(
            "minimum-and-launch-info-absent",
            optional,
            "A lowest version is set; iOS 26 tells none.",
            attestation(DEVICE),
            registered(DEVICE))
        .under(Policy.production().minimumBundleVersion("1.2.0"));
    group
        .attestation(
            "minimum-and-version-absent",
            optional,
            "A lowest version is set; the category is there, the version is not.",
            attestation(DEVICE).authData(data -> data.extensions(APP_STORE)),
            registered(DEVICE).with("validationCategory", 4))
        .under(Policy.production().minimumBundleVersion("1.2.0"));
  }

  private void versions() {
    Flag numbers =
        group.flag(
            "VersionsAreNumbers",
            "Bundle versions compare by their numeric components, and missing ones count as 0."
                + " Compared as text, 1.10 comes before 1.9; compared as floats, it is the same as 1.1;"
                + " in 32 bits, large components wrap around.");
    Flag text =
        group.flag(
            "VersionNotNumeric",
            "What is not numbers with dots between cannot be compared, and so is not above any lowest"
                + " version. A verifier that reads what it can and drops the rest compares something"
                + " else.");
    version("1.10", "1.9", numbers, true);
    version("1.9", "1.10", numbers, false);
    version("1.2", "1.2.0", numbers, true);
    version("1.2.0", "1.2", numbers, true);
    version("1.2.0.0", "1.2", numbers, true);
    version("1.2.3", "1.2.3", numbers, true);
    version("1.2.3", "1.2.4", numbers, false);
    version("1.2.3", "1.2", numbers, true);
    version("1.2", "1.2.1", numbers, false);
    version("2", "1.99.99", numbers, true);
    version("1.99.99", "2", numbers, false);
    version("10", "9", numbers, true);
    version("0", "0.0.1", numbers, false);
    version("0.0", "0", numbers, true);
    version("01.002.3", "1.2.3", numbers, true);
    version("1.02", "1.10", numbers, false);
    version("4294967297", "4294967296", numbers, true);
    version("4294967296", "1", numbers, true);
    version("1", "4294967296", numbers, false);
    version("99999999999999999999", "9223372036854775808", numbers, true);
    version("202610011200", "202610011159", numbers, true);

    text("version-empty", text, "No text.", "");
    text("version-of-letters", text, "A word.", "beta");
    text("version-with-letter", text, "Digits and a letter.", "9.9.9b1");
    text("version-with-hyphen", text, "A pre-release of semantic versions.", "9.9.9-rc.1");
    text("version-with-empty-component", text, "Two dots in a row.", "9..9");
    text("version-ending-in-dot", text, "A dot at the end.", "9.9.");
    text("version-beginning-with-dot", text, "A dot at the beginning.", ".9");
    text("version-a-dot", text, "A dot alone.", ".");
    text("version-negative", text, "A minus sign.", "-9");
    text("version-with-plus", text, "A plus sign.", "+9");
    text("version-with-space", text, "A space before.", " 9.9.9");
    text("version-with-newline", text, "A line end after.", "9.9.9\n");
    text("version-in-hex", text, "A hexadecimal number.", "0x9");
    text("version-in-other-digits", text, "Arabic-Indic digits.", "٩.٩");
    text("version-with-exponent", text, "A float.", "9e9");
    group.attestation(
        "version-not-numeric-and-no-minimum",
        text,
        "Without a lowest version nothing is compared.",
        attestation(DEVICE_27.launchedAs(4, "9.9.9b1")),
        registered(DEVICE_27).launched(4, "9.9.9b1"));
  }

  private void version(String build, String minimum, Flag flag, boolean accepted) {
    SoftwareDevice launched = DEVICE_27.launchedAs(4, build);
    group
        .attestation(
            "version-" + build + "-minimum-" + minimum,
            flag,
            build + (accepted ? " is not below " : " is below ") + minimum + ".",
            attestation(launched),
            accepted ? registered(launched).launched(4, build) : refused(VERSION))
        .under(Policy.production().minimumBundleVersion(minimum));
  }

  private void text(String id, Flag flag, String comment, String build) {
    group
        .attestation(
            id, flag, comment, attestation(DEVICE_27.launchedAs(4, build)), refused(VERSION))
        .under(Policy.production().minimumBundleVersion("1"));
  }

  private void assertions() {
    Flag every =
        group.flag(
            "PolicyOnEveryAssertion",
            "Launch information tells of the code that runs now. A key outlives an update and a"
                + " re-installation of other code, so a verifier that checks at registration only never"
                + " learns of it.");
    SoftwareDevice developer = DEVICE_27.launchedAs(3, "1.2.3");
    SoftwareDevice old = DEVICE_27.launchedAs(4, "1.1.9");
    SoftwareDevice updated = DEVICE_27.launchedAs(4, "1.10");
    group
        .add(
            "development-build-under-the-same-key",
            every,
            "Attested from the App Store, then re-installed from a developer's machine; then from the"
                + " App Store again.")
        .then(
            Event.attestation(attestation(DEVICE_27).make())
                .expect(registered(DEVICE_27).launched(4, "1.2.3")))
        .then(Event.assertion(developer, 1).expect(refused(CATEGORY)))
        .then(Event.assertion(DEVICE_27, 2).expect(Expect.counter(2).launched(4, "1.2.3")));
    group
        .add(
            "old-build-under-the-same-key", every, "The running build is below the lowest version.")
        .under(Policy.production().minimumBundleVersion("1.2"))
        .then(Event.key(DEVICE, 0))
        .then(Event.assertion(old, 1).expect(refused(VERSION)))
        .then(Event.assertion(updated, 2).expect(Expect.counter(2).launched(4, "1.10")));
    group
        .add(
            "assertion-without-required-launch-info",
            every,
            "Launch information is required, and the assertion has none.")
        .under(Policy.production().launchInfoRequired())
        .then(Event.key(DEVICE, 0))
        .then(Event.assertion(DEVICE, 1).expect(refused(CATEGORY)))
        .then(Event.assertion(DEVICE_27, 2).expect(Expect.counter(2).launched(4, "1.2.3")));
    group
        .add(
            "assertion-without-required-version",
            every,
            "The category is there, the version is not, and a lowest version is set.")
        .under(Policy.production().launchInfoRequired().minimumBundleVersion("1"))
        .then(Event.key(DEVICE, 0))
        .then(
            Event.assertion(
                    DEVICE,
                    DEVICE
                        .assertion(Scene.REQUEST_HASH, 1)
                        .authData(data -> data.extensions(APP_STORE))
                        .make())
                .expect(refused(VERSION)));
    group
        .add(
            "assertion-without-optional-launch-info",
            every,
            "Launch information is optional, and the assertion has none, as before iOS 27.")
        .under(Policy.production().minimumBundleVersion("9"))
        .then(Event.key(DEVICE, 0))
        .then(Event.assertion(DEVICE, 1).expect(Expect.counter(1)));
    group
        .add(
            "assertion-on-the-allow-list",
            every,
            "The allow-list counts for assertions as well: Developer ID is on it, the App Store is"
                + " not.")
        .under(Policy.production().with("validationCategories", List.of(6)))
        .then(Event.key(DEVICE, 0))
        .then(
            Event.assertion(DEVICE.with(OperatingSystem.MACOS_27).launchedAs(6, "1"), 1)
                .expect(Expect.counter(1).launched(6, "1")))
        .then(Event.assertion(DEVICE_27, 2).expect(refused(CATEGORY)));
  }
}
