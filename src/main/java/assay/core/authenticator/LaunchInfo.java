package assay.core.authenticator;

import assay.core.App;
import assay.core.BundleVersion;
import assay.core.Bytes;
import assay.core.Checklist;
import assay.core.Malformed;
import assay.core.Refusal;
import assay.core.Step;
import java.util.Optional;

/**
 * How the running app was launched, as version 27 and later of Apple's systems report it in the
 * extensions of authenticator data (protocol.md 1.4); all of it absent on older systems, and in
 * apps built with an older SDK.
 *
 * @param validationCategory an unsigned 32-bit number: 2 TestFlight, 3 development, 4 App Store, 5
 *     enterprise or ad hoc, …
 * @param bundleVersion the CFBundleVersion of the running build
 * @param cdHash the code directory hash of the running executable, 20 or 32 bytes; undocumented and
 *     only by entitlement
 */
public record LaunchInfo(
    Optional<Long> validationCategory, Optional<String> bundleVersion, Optional<Bytes> cdHash) {
  public static final String CATEGORY = "apple_validation_category_01";
  public static final String CATEGORY_IN_PROSE = "validationCategory";
  public static final String BUNDLE_VERSION = "apple_bundle_version_01";
  public static final String BUNDLE_VERSION_IN_PROSE = "bundleVersion";
  public static final String CD_HASH = "apple_cd_hash_hash_01";
  public static final LaunchInfo NONE =
      new LaunchInfo(Optional.empty(), Optional.empty(), Optional.empty());

  private static final int CATEGORY_BYTES = 4;
  private static final long LARGEST_CATEGORY = 0xffff_ffffL;

  /**
   * Reads the extension map; both spellings of Apple's pages are taken, and must not contradict
   * each other.
   */
  static LaunchInfo of(Cbor.Members extensions) throws Malformed {
    return new LaunchInfo(
        agreed(
            "validation category",
            category(extensions, CATEGORY),
            category(extensions, CATEGORY_IN_PROSE)),
        agreed(
            "bundle version",
            extensions.text(BUNDLE_VERSION),
            extensions.text(BUNDLE_VERSION_IN_PROSE)),
        extensions.values().get(CD_HASH) instanceof Bytes hash
            ? Optional.of(hash)
            : Optional.empty());
  }

  private static <T> Optional<T> agreed(String what, Optional<T> apples, Optional<T> shorter)
      throws Malformed {
    if (apples.isPresent() && shorter.isPresent() && !apples.equals(shorter)) {
      throw new Malformed(
          "two spellings of the " + what + " differ: " + apples.get() + " and " + shorter.get());
    }
    return apples.or(() -> shorter);
  }

  private static Optional<Long> category(Cbor.Members extensions, String name) throws Malformed {
    Object value = extensions.values().get(name);
    return value == null ? Optional.empty() : Optional.of(category(name, value));
  }

  /**
   * The category that a member of the extension map holds: four bytes, least significant first, as
   * devices write it; or a CBOR integer, as Apple's prose has it.
   */
  public static long category(String name, Object value) throws Malformed {
    return switch (value) {
      case Bytes bytes when bytes.length() == CATEGORY_BYTES ->
          bytes.at(0) | bytes.at(1) << 8 | bytes.at(2) << 16 | (long) bytes.at(3) << 24;
      case Bytes bytes ->
          throw new Malformed(name + " has " + bytes.length() + " bytes, not " + CATEGORY_BYTES);
      case Integer number when number >= 0 -> number.longValue();
      case Long number when number >= 0 && number <= LARGEST_CATEGORY -> number;
      default ->
          throw new Malformed(
              name + " is neither " + CATEGORY_BYTES + " bytes nor an unsigned 32-bit number");
    };
  }

  /**
   * The launch must be of an allowed category; evidence without one passes where the app does not
   * require it.
   */
  public void requireCategory(App app, Step step, Checklist steps) throws Refusal {
    if (validationCategory.isEmpty() && !app.launchInfoRequired()) {
      steps.skip(step, "the system gives no launch information, and the app does not require it");
      return;
    }
    steps.require(
        step,
        validationCategory.filter(app.validationCategories()::contains).isPresent(),
        () ->
            "category is "
                + validationCategory.map(LaunchInfo::describe).orElse("absent")
                + "; allowed are "
                + app.validationCategories().stream().sorted().map(LaunchInfo::describe).toList());
  }

  /** The running build must not be older than the app's minimum, where it has one. */
  public void requireBundleVersion(App app, Step step, Checklist steps) throws Refusal {
    if (app.minimumBundleVersion().isEmpty()) {
      steps.skip(step, "the app sets no minimum; the build is " + bundleVersion.orElse("not told"));
      return;
    }
    if (bundleVersion.isEmpty() && !app.launchInfoRequired()) {
      steps.skip(step, "the system does not tell the build, and the app does not require it");
      return;
    }
    BundleVersion minimum = app.minimumBundleVersion().get();
    steps.require(
        step,
        bundleVersion
            .flatMap(BundleVersion::parse)
            .filter(build -> build.compareTo(minimum) >= 0)
            .isPresent(),
        () ->
            "bundle version is " + bundleVersion.orElse("absent") + "; the minimum is " + minimum);
  }

  /** The number of a validation category with its meaning. */
  public static String describe(long category) {
    return category
        + switch ((int) Math.min(category, 11)) {
          case 0 -> " (invalid)";
          case 1 -> " (part of the system)";
          case 2 -> " (TestFlight)";
          case 3 -> " (development)";
          case 4 -> " (App Store)";
          case 5 -> " (enterprise or ad hoc)";
          case 6 -> " (Developer ID)";
          case 7, 8, 9 -> " (internal to the system)";
          case 10 -> " (another signing identity)";
          default -> " (unknown)";
        };
  }
}
