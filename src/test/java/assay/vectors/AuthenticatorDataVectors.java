package assay.vectors;

import static assay.simulator.maker.AuthDataMaker.AT;
import static assay.simulator.maker.AuthDataMaker.ED;
import static assay.simulator.maker.AuthDataMaker.categoryBytes;
import static assay.simulator.maker.AuthDataMaker.launchInfo;
import static assay.simulator.maker.raw.CborWriter.array;
import static assay.simulator.maker.raw.CborWriter.bytes;
import static assay.simulator.maker.raw.CborWriter.integer;
import static assay.simulator.maker.raw.CborWriter.map;
import static assay.simulator.maker.raw.CborWriter.text;
import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registered;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.DEVICE_27;
import static assay.vectors.Scene.attestation;

import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.raw.CborWriter;
import assay.simulator.maker.raw.CborWriter.Member;
import assay.vectors.VectorGroup.Flag;
import java.util.List;

/** The bytes that the device hashes: their length, flags, counter, and the extensions behind. */
final class AuthenticatorDataVectors {
  private static final String CATEGORY = "apple_validation_category_01";
  private static final String VERSION = "apple_bundle_version_01";
  private static final String SHORT_CATEGORY = "validationCategory";
  private static final String SHORT_VERSION = "bundleVersion";
  private static final Bytes APP_STORE = categoryBytes(4);
  private static final Bytes BUILD = text("1.2.3");
  private static final String FORMAT = "format";

  private final VectorGroup group =
      new VectorGroup(
          "authenticator-data",
          "Authenticator data of attestations: 37 bytes of head, the attested credential, and then"
              + " nothing or exactly one map of extensions. Parsed by what the object is, never by what"
              + " its flags say.");

  static VectorGroup group() {
    AuthenticatorDataVectors vectors = new AuthenticatorDataVectors();
    vectors.lengths();
    vectors.flags();
    vectors.counters();
    vectors.tails();
    vectors.launches();
    vectors.otherMembers();
    return vectors.group;
  }

  private void lengths() {
    Flag cut =
        group.flag(
            "AuthenticatorDataCutOff",
            "The object was cut off, everything around it was made for what is left. A verifier that"
                + " reads on past the end answers with an exception, or with somebody else's memory; one"
                + " that is content with what it finds accepts a key without its proof.");
    VectorCase head =
        group.add(
            "cut-off-before-the-end-of-the-credential",
            cut,
            "Authenticator data of each length from 0 to 163; the whole has 164.");
    for (int length = 0; length < 164; length++) {
      head.then(cutOff(DEVICE, length));
    }
    VectorCase tail =
        group.add(
            "cut-off-in-the-extensions",
            cut,
            "Authenticator data with extensions, of each length from the first byte of the map to the"
                + " last but one.");
    int whole = attestation(DEVICE_27).make().authData().length();
    for (int length = 165; length < whole; length++) {
      tail.then(cutOff(DEVICE_27, length));
    }
  }

  private static Event cutOff(SoftwareDevice device, int length) {
    return Event.attestation(
            attestation(device)
                .authData(data -> data.whole(all -> all.slice(0, length)))
                .leaf(leaf -> leaf.without(AttestationMaker.SYSTEM))
                .leaf(leaf -> leaf.without(AttestationMaker.ACCESS_CONTROL))
                .make())
        .expect(refused(FORMAT));
  }

  private void flags() {
    Flag flags =
        group.flag(
            "FlagsDecideNothing",
            "Apple's AT and ED flags are wrong in both directions: extensions come with ED clear, AT is"
                + " set where nothing is attested. A verifier that believes them refuses real devices,"
                + " or skips what it should read.");
    data("extensions-without-ed-flag", flags, "0x40 and a map, as iOS 27 sends.", AT, info(), true);
    data(
        "extensions-with-ed-flag",
        flags,
        "0xC0 and a map, as iOS 27 sends, too.",
        AT | ED,
        info(),
        true);
    data("extensions-with-no-flag", flags, "0x00 and a map.", 0, info(), true);
    data(
        "ed-flag-without-extensions",
        flags,
        "0xC0 and nothing behind.",
        AT | ED,
        Bytes.EMPTY,
        false);
    data("at-flag-clear", flags, "0x00, and the credential is there.", 0, Bytes.EMPTY, false);
    data("all-flags", flags, "0xFF.", 0xff, Bytes.EMPTY, false);
    data("empty-map", flags, "0xC0 and a map without members.", AT | ED, map(), false);
  }

  private static Bytes info() {
    return map(launchInfo(4, "1.2.3"));
  }

  private void data(
      String id, Flag flag, String comment, int flags, Bytes tail, boolean withLaunchInfo) {
    group.attestation(
        id,
        flag,
        comment,
        attestation(DEVICE).authData(data -> data.flags(flags).tail(tail)),
        withLaunchInfo ? registered(DEVICE).launched(4, "1.2.3") : registered(DEVICE));
  }

  private void counters() {
    Flag counter =
        group.flag(
            "CounterOfNewKey",
            "Apple's step 7: a key that has just been attested has signed nothing. The counter is four"
                + " bytes, big-endian and unsigned; a verifier that looks at one byte, or takes the"
                + " highest bit for a sign, misses some.");
    for (long value : new long[] {1, 256, 65_536, 1L << 31, (1L << 32) - 1}) {
      group.attestation(
          "counter-" + value,
          counter,
          "The counter is " + value + ".",
          attestation(DEVICE).authData(data -> data.counter(value)),
          refused("counter"));
    }
  }

  private void tails() {
    Flag tail =
        group.flag(
            "TailIsOneMap",
            "Behind the credential stands nothing or one map of definite length. What a verifier leaves"
                + " unread there is hashed and so certified, but by nobody understood: a place to hide"
                + " what another reader will find.");
    tail("zero-byte-after-credential", tail, "A zero byte.", Bytes.hex("00"));
    tail("byte-after-extensions", tail, "A map, then a zero byte.", info().concat(Bytes.hex("00")));
    tail("second-map", tail, "Two maps, one after the other.", info().concat(info()));
    tail("second-empty-map", tail, "A map, then an empty one.", info().concat(map()));
    tail("extensions-in-array", tail, "An array that holds the map.", array(List.of(info())));
    tail("extensions-in-byte-string", tail, "A byte string that holds the map.", bytes(info()));
    tail("extensions-are-text", tail, "Text.", text(VERSION));
    tail("extensions-are-null", tail, "null.", Bytes.hex("f6"));
    tail(
        "break-after-credential", tail, "The byte that ends indefinite lengths.", CborWriter.BREAK);
    tail(
        "extensions-of-indefinite-length",
        tail,
        "The map is of indefinite length.",
        CborWriter.indefinite(CborWriter.MAP, info().from(1)));
    tail(
        "extensions-tagged",
        tail,
        "The map is tagged as self-described CBOR.",
        CborWriter.head(CborWriter.TAG, 55_799).concat(info()));
    tail(
        "extension-names-are-integers",
        tail,
        "A map with the names 1 and 2.",
        map(Member.of(1, APP_STORE), Member.of(2, BUILD)));
    tail(
        "extension-names-are-bytes",
        tail,
        "A map whose names are byte strings.",
        map(new Member(bytes(Bytes.utf8(CATEGORY)), APP_STORE)));
    tail(
        "one-member-less-than-announced",
        tail,
        "The map announces three members and has two.",
        Bytes.hex("a3").concat(info().from(1)));
    tail(
        "one-member-more-than-announced",
        tail,
        "The map announces one member and has two.",
        Bytes.hex("a1").concat(info().from(1)));
    tail(
        "second-credential",
        tail,
        "The attested credential stands there twice.",
        attestation(DEVICE).make().authData().from(37));
  }

  private void tail(String id, Flag flag, String comment, Bytes tail) {
    group.attestation(
        id,
        flag,
        comment,
        attestation(DEVICE).authData(data -> data.flags(AT | ED).tail(tail)),
        refused(FORMAT));
  }

  private void launches() {
    Flag encoding =
        group.flag(
            "CategoryEncoding",
            "Devices write the category as four bytes, lowest first; Apple's prose has it as a number."
                + " A verifier that knows one of them finds no category in the other, and lets every"
                + " build pass. Anything else is not a category.");
    Flag spelling =
        group.flag(
            "TwoSpellings",
            "Apple's pages know two names for each member. One may stand for the other, but where both"
                + " are there and differ, one reader believes the first and another the second.");
    Flag twice =
        group.flag(
            "DuplicateExtension",
            "A map has each member once. Of two, readers take the first or the last, and an attacker"
                + " knows which.");
    Flag version =
        group.flag(
            "BundleVersionType",
            "The bundle version is text. Read as something else it compares as something else.");

    info(
        "category-as-four-bytes",
        encoding,
        "44 04000000, as devices write it.",
        4,
        Member.of(CATEGORY, APP_STORE));
    info(
        "category-as-number",
        encoding,
        "The CBOR number 4, as Apple's page has it.",
        4,
        Member.of(CATEGORY, integer(4)));
    info(
        "short-category-as-number",
        encoding,
        "validationCategory: 4.",
        4,
        Member.of(SHORT_CATEGORY, integer(4)));
    info(
        "short-category-as-four-bytes",
        encoding,
        "validationCategory: 44 04000000.",
        4,
        Member.of(SHORT_CATEGORY, APP_STORE));
    long most = 0xffff_ffffL;
    group
        .attestation(
            "largest-category-as-four-bytes",
            encoding,
            "44 ffffffff is 4294967295 and not -1.",
            with(Member.of(CATEGORY, categoryBytes(-1))),
            registered(DEVICE).with("validationCategory", most))
        .under(Policy.production().with("validationCategories", List.of(most)));
    group
        .attestation(
            "largest-category-as-number",
            encoding,
            "The CBOR number 4294967295.",
            with(Member.of(CATEGORY, integer(most))),
            registered(DEVICE).with("validationCategory", most))
        .under(Policy.production().with("validationCategories", List.of(most)));
    group.attestation(
        "category-in-big-endian",
        encoding,
        "44 00000004 is the category 67108864, which nobody allows.",
        with(Member.of(CATEGORY, bytes(Bytes.hex("00000004")))),
        refused("validation-category"));
    wrong(
        "category-in-no-bytes",
        encoding,
        "An empty byte string.",
        Member.of(CATEGORY, bytes(Bytes.EMPTY)));
    wrong("category-in-1-byte", encoding, "41 04.", Member.of(CATEGORY, bytes(Bytes.hex("04"))));
    wrong(
        "category-in-3-bytes",
        encoding,
        "43 040000.",
        Member.of(CATEGORY, bytes(Bytes.hex("040000"))));
    wrong(
        "category-in-5-bytes",
        encoding,
        "45 0400000000.",
        Member.of(CATEGORY, bytes(Bytes.hex("0400000000"))));
    wrong(
        "category-in-8-bytes",
        encoding,
        "48 and eight bytes.",
        Member.of(CATEGORY, bytes(Bytes.hex("0400000000000000"))));
    wrong("category-as-text", encoding, "The text 4.", Member.of(CATEGORY, text("4")));
    wrong(
        "category-as-array",
        encoding,
        "The array [4].",
        Member.of(CATEGORY, array(List.of(integer(4)))));
    wrong("category-as-map", encoding, "An empty map.", Member.of(CATEGORY, map()));
    wrong("category-negative", encoding, "The number -4.", Member.of(CATEGORY, integer(-4)));
    wrong(
        "category-above-32-bits",
        encoding,
        "The number 2^32 + 4.",
        Member.of(CATEGORY, integer((1L << 32) + 4)));
    wrong(
        "category-above-64-bits-signed",
        encoding,
        "The number 2^64 - 1.",
        Member.of(CATEGORY, CborWriter.head(CborWriter.UNSIGNED, -1, 8)));
    wrong(
        "category-as-float",
        encoding,
        "The float 4.0.",
        Member.of(CATEGORY, Bytes.hex("fb4010000000000000")));
    wrong("category-null", encoding, "null.", Member.of(CATEGORY, Bytes.hex("f6")));
    wrong(
        "short-category-as-text",
        encoding,
        "validationCategory: the text 4.",
        Member.of(SHORT_CATEGORY, text("4")));

    group.attestation(
        "both-spellings-agree",
        spelling,
        "Category and version under both names, in both encodings, the same.",
        with(
            Member.of(CATEGORY, APP_STORE),
            Member.of(SHORT_CATEGORY, integer(4)),
            Member.of(VERSION, BUILD),
            Member.of(SHORT_VERSION, BUILD)),
        registered(DEVICE).launched(4, "1.2.3"));
    wrong(
        "spellings-of-category-differ",
        spelling,
        "App Store under one name, TestFlight under the other; both allowed.",
        Member.of(CATEGORY, APP_STORE),
        Member.of(SHORT_CATEGORY, integer(2)));
    wrong(
        "spellings-of-category-differ-short-name-first",
        spelling,
        "The same with the short name first.",
        Member.of(SHORT_CATEGORY, integer(2)),
        Member.of(CATEGORY, APP_STORE));
    wrong(
        "spellings-of-version-differ",
        spelling,
        "1.2.3 under one name, 9.9.9 under the other.",
        Member.of(VERSION, BUILD),
        Member.of(SHORT_VERSION, text("9.9.9")));

    wrong(
        "category-twice",
        twice,
        "The same value twice.",
        Member.of(CATEGORY, APP_STORE),
        Member.of(CATEGORY, APP_STORE));
    wrong(
        "category-twice-and-different",
        twice,
        "Development first, App Store last.",
        Member.of(CATEGORY, categoryBytes(3)),
        Member.of(CATEGORY, APP_STORE));
    wrong(
        "version-twice",
        twice,
        "1.2.3 first, 9.9.9 last.",
        Member.of(VERSION, BUILD),
        Member.of(VERSION, text("9.9.9")));
    wrong(
        "unknown-member-twice",
        twice,
        "A member that nobody knows, twice.",
        Member.of("x", integer(1)),
        Member.of("x", integer(2)));

    info(
        "short-bundle-version",
        version,
        "bundleVersion: 1.2.3.",
        4,
        Member.of(CATEGORY, APP_STORE),
        Member.of(SHORT_VERSION, BUILD));
    wrong(
        "version-as-bytes",
        version,
        "A byte string.",
        Member.of(VERSION, bytes(Bytes.utf8("1.2.3"))));
    wrong("version-as-number", version, "The number 1.", Member.of(VERSION, integer(1)));
    wrong(
        "version-as-array",
        version,
        "An array of numbers.",
        Member.of(VERSION, array(List.of(integer(1), integer(2)))));
    wrong(
        "version-not-utf8",
        version,
        "Text that is not UTF-8, which CBOR does not allow.",
        Member.of(VERSION, CborWriter.head(CborWriter.TEXT, 3).concat(Bytes.hex("31ff32"))));
  }

  private void info(String id, Flag flag, String comment, long category, Member... members) {
    group.attestation(
        id, flag, comment, with(members), registered(DEVICE).with("validationCategory", category));
  }

  private void wrong(String id, Flag flag, String comment, Member... members) {
    group.attestation(id, flag, comment, with(members), refused(FORMAT));
  }

  private static AttestationMaker with(Member... members) {
    return attestation(DEVICE).authData(data -> data.extensions(members));
  }

  private void otherMembers() {
    Flag unknown =
        group.flag(
            "UnknownExtension",
            "Apple adds members without notice; two for the code directory hash are there already. A"
                + " verifier that knows all of them refuses the next version of the system.");
    Flag subset =
        group.flag(
            "CborSubset",
            "Extensions are of the same small part of CBOR as everything else, also in members that"
                + " nobody knows: what is outside of it, different readers read differently.");
    Member category = Member.of(CATEGORY, APP_STORE);
    Bytes hash = Bytes.sha256(Bytes.utf8("code directory"));
    info(
        "unknown-member",
        unknown,
        "A member that nobody knows.",
        4,
        category,
        Member.of("apple_next_01", bytes(hash)));
    info(
        "code-directory-hash",
        unknown,
        "Hash and type of the code directory: 32 bytes, SHA-256.",
        4,
        Member.of("apple_cd_hash_hash_01", bytes(hash)),
        Member.of("apple_cd_hash_type_01", bytes(Bytes.hex("02"))),
        category);
    info(
        "code-directory-hash-of-20-bytes",
        unknown,
        "A hash of 20 bytes, as Macs have it.",
        4,
        Member.of("apple_cd_hash_hash_01", bytes(hash.slice(0, 20))),
        Member.of("apple_cd_hash_type_01", bytes(Bytes.hex("02"))),
        category);
    info(
        "members-in-other-order",
        unknown,
        "The category first.",
        4,
        category,
        Member.of(VERSION, BUILD));
    group.attestation(
        "unknown-members-only",
        unknown,
        "A map without category and version is accepted where they are optional.",
        with(Member.of("apple_next_01", integer(1))),
        registered(DEVICE));
    info(
        "map-four-deep",
        unknown,
        "An unknown member nested so that containers are four deep.",
        4,
        category,
        Member.of("x", nested(3)));
    wrong("map-five-deep", subset, "The same, five deep.", category, Member.of("x", nested(4)));
    wrong("unknown-member-true", subset, "true.", category, Member.of("x", Bytes.hex("f5")));
    wrong(
        "unknown-member-float",
        subset,
        "The float 1.5.",
        category,
        Member.of("x", Bytes.hex("f93e00")));
    wrong(
        "unknown-member-tagged",
        subset,
        "A tagged time.",
        category,
        Member.of("x", Bytes.hex("c100")));
    wrong(
        "unknown-member-indefinite",
        subset,
        "An array of indefinite length.",
        category,
        Member.of("x", CborWriter.indefinite(CborWriter.ARRAY)));
    wrong(
        "duplicate-inside-unknown-member",
        subset,
        "A map with the same member twice, inside of an unknown member.",
        category,
        Member.of("x", map(Member.of("y", integer(1)), Member.of("y", integer(1)))));
  }

  /** Arrays, one in the other. */
  static Bytes nested(int depth) {
    Bytes item = array(List.of());
    for (int i = 1; i < depth; i++) {
      item = array(List.of(item));
    }
    return item;
  }
}
