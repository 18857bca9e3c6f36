package assay.vectors;

import static assay.simulator.maker.raw.CborWriter.array;
import static assay.simulator.maker.raw.CborWriter.bytes;
import static assay.simulator.maker.raw.CborWriter.head;
import static assay.simulator.maker.raw.CborWriter.indefinite;
import static assay.simulator.maker.raw.CborWriter.integer;
import static assay.simulator.maker.raw.CborWriter.map;
import static assay.simulator.maker.raw.CborWriter.text;
import static assay.vectors.Expect.refused;
import static assay.vectors.Expect.registered;
import static assay.vectors.Expect.registeredButReceipt;
import static assay.vectors.Expect.registeredWithReceipt;
import static assay.vectors.Scene.DEVICE;
import static assay.vectors.Scene.attestation;
import static assay.vectors.Scene.withReceipt;

import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker;
import assay.simulator.maker.raw.CborWriter;
import assay.simulator.maker.raw.CborWriter.Member;
import assay.vectors.VectorGroup.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The CBOR around everything: attestation objects as a whole. */
final class CborVectors {
  private static final int FMT = 0;
  private static final int ATT_STMT = 1;
  private static final int AUTH_DATA = 2;
  private static final int X5C = 0;
  private static final int RECEIPT = 1;
  private static final int LARGEST = 16 * 1024;
  private static final String FORMAT = "format";

  private final VectorGroup group =
      new VectorGroup(
          "cbor",
          "The CBOR of attestation objects: {fmt, attStmt: {x5c, receipt}, authData} in a small part of"
              + " CBOR, of at most 16 KiB.");

  static VectorGroup group() {
    CborVectors vectors = new CborVectors();
    vectors.accepted();
    vectors.members();
    vectors.types();
    vectors.encodings();
    vectors.sizes();
    vectors.depths();
    return vectors.group;
  }

  private void accepted() {
    Flag more =
        group.flag(
            "UnknownMembers",
            "Apple adds members outside of everything that is signed, cdHash among them. They prove"
                + " nothing and must not disturb: a verifier that wants exactly three members refuses"
                + " real devices.");
    Flag order =
        group.flag(
            "MemberOrder", "A map has no order. Devices have one, which no verifier may count on.");
    Flag receipt =
        group.flag(
            "NoReceipt",
            "A missing receipt is no reason to refuse the key; an empty one is there, and malformed.");
    Member cdHash =
        Member.of(
            "cdHash",
            map(
                Member.of("hash", bytes(Bytes.sha256(Bytes.EMPTY).slice(0, 20))),
                Member.of("type", integer(2))));
    object(
        "code-directory-hash-beside",
        more,
        "cdHash beside the others, as the opt-in entitlement makes it.",
        members -> List.of(members.get(0), cdHash, members.get(1), members.get(2)));
    object(
        "unknown-member",
        more,
        "A member that nobody knows.",
        members -> Scene.plus(members, Member.of("next", text("?"))));
    group.attestation(
        "unknown-member-in-statement",
        more,
        "A member that nobody knows, in attStmt.",
        attestation(DEVICE)
            .statement(members -> Scene.plus(members, Member.of("next", integer(-1)))),
        registered(DEVICE));
    group.attestation(
        "algorithm-in-statement",
        more,
        "alg and sig in attStmt, as other formats of WebAuthn have them, mean nothing here.",
        attestation(DEVICE)
            .statement(members ->
                List.of(
                    Member.of("alg", integer(-7)),
                    members.getFirst(),
                    Member.of("sig", bytes(Bytes.EMPTY)))),
        registered(DEVICE));
    object("reverse-order", order, "authData, attStmt, fmt.", List::reversed);
    group.attestation(
        "receipt-before-certificates",
        order,
        "receipt, x5c.",
        withReceipt(DEVICE).statement(List::reversed),
        registeredWithReceipt(DEVICE));
    group.attestation(
        "no-receipt", receipt, "attStmt has x5c only.", attestation(DEVICE), registered(DEVICE));
    group.attestation(
        "empty-receipt",
        receipt,
        "The receipt is there and has no bytes.",
        withReceipt(DEVICE).receiptBytes(made -> Bytes.EMPTY),
        registeredButReceipt(DEVICE, FORMAT));
  }

  /** Accepted. */
  private void object(String id, Flag flag, String comment, UnaryOperator<List<Member>> change) {
    group.attestation(id, flag, comment, attestation(DEVICE).object(change), registered(DEVICE));
  }

  private void members() {
    Flag twice =
        group.flag(
            "DuplicateMember",
            "Of a member that stands there twice, one reader takes the first and another the last. Where"
                + " two of them look at the same object, an attacker shows each what it wants to see.");
    Flag missing = group.flag("MissingMember", "Without one of these there is nothing to judge.");
    List<String> names = List.of("fmt", "attStmt", "authData");
    for (int index = FMT; index <= AUTH_DATA; index++) {
      int at = index;
      refusedObject(
          names.get(at).toLowerCase(Locale.ROOT) + "-twice",
          twice,
          names.get(at) + " stands there twice, the same.",
          members -> Scene.plus(members, members.get(at)));
      refusedObject(
          names.get(at).toLowerCase(Locale.ROOT) + "-missing",
          missing,
          "There is no " + names.get(at) + ".",
          members -> Scene.minus(members, at));
    }
    Bytes otherData = attestation(Scene.OTHER_DEVICE).make().authData();
    refusedObject(
        "authdata-twice-and-different",
        twice,
        "Another device's authData first, the right one last.",
        members ->
            List.of(
                members.get(FMT),
                Member.of("authData", bytes(otherData)),
                members.get(ATT_STMT),
                members.get(AUTH_DATA)));
    refusedObject(
        "unknown-member-twice",
        twice,
        "A member that nobody knows, twice.",
        members ->
            Scene.plus(
                Scene.plus(members, Member.of("next", integer(1))), Member.of("next", integer(1))));
    refusedObject(
        "duplicate-inside-unknown-member",
        twice,
        "A map with the same member twice, inside of a member that nobody knows.",
        members ->
            Scene.plus(
                members,
                Member.of("next", map(Member.of("a", integer(1)), Member.of("a", integer(2))))));
    refusedObject(
        "member-twice-in-two-encodings",
        twice,
        "fmt a second time, with the length of its name in two bytes: the same text.",
        members ->
            Scene.plus(
                members,
                new Member(
                    head(CborWriter.TEXT, 3, 1).concat(Bytes.utf8("fmt")),
                    members.get(FMT).value())));
    refusedStatement(
        "x5c-twice",
        twice,
        "x5c stands there twice.",
        members -> Scene.plus(members, members.get(X5C)));
    refusedStatement(
        "receipt-twice",
        twice,
        "receipt stands there twice.",
        members -> Scene.plus(members, members.get(RECEIPT)));
    refusedStatement(
        "x5c-missing", missing, "There is no x5c.", members -> Scene.minus(members, X5C));
    refusedStatement("statement-empty", missing, "attStmt is empty.", members -> List.of());
    refusedObject("object-empty", missing, "A map without members.", members -> List.of());
    refusedObject(
        "member-in-other-case",
        missing,
        "authdata instead of authData.",
        members ->
            Scene.plus(
                Scene.minus(members, AUTH_DATA),
                Member.of("authdata", members.get(AUTH_DATA).value())));
    refusedObject(
        "x5c-outside-of-statement",
        missing,
        "x5c beside attStmt instead of in it.",
        members ->
            Scene.plus(Scene.with(members, ATT_STMT, map()), Member.of("x5c", array(List.of()))));
  }

  private void refusedObject(
      String id, Flag flag, String comment, UnaryOperator<List<Member>> change) {
    group.attestation(id, flag, comment, attestation(DEVICE).object(change), refused(FORMAT));
  }

  private void refusedStatement(
      String id, Flag flag, String comment, UnaryOperator<List<Member>> change) {
    group.attestation(id, flag, comment, withReceipt(DEVICE).statement(change), refused(FORMAT));
  }

  private void types() {
    Flag type =
        group.flag(
            "WrongType",
            "A member of another type. Languages that convert on the way make something of it, or throw"
                + " what nobody catches.");
    Flag format =
        group.flag(
            "OtherFormat",
            "fmt says how to read the rest. Other formats of WebAuthn are signed by others, and prove"
                + " other things.");
    Bytes data = attestation(DEVICE).make().authData();
    member(
        "fmt-as-bytes", type, "fmt is a byte string.", FMT, bytes(Bytes.utf8("apple-appattest")));
    member("fmt-as-number", type, "fmt is a number.", FMT, integer(1));
    member("statement-as-array", type, "attStmt is an array.", ATT_STMT, array(List.of()));
    member(
        "statement-as-bytes",
        type,
        "attStmt is a byte string that holds the map.",
        ATT_STMT,
        bytes(map()));
    member("statement-null", type, "attStmt is null.", ATT_STMT, Bytes.hex("f6"));
    member(
        "authdata-as-text", type, "authData is its base64 text.", AUTH_DATA, text(data.base64()));
    member(
        "authdata-as-array",
        type,
        "authData is an array of numbers.",
        AUTH_DATA,
        array(List.of(integer(1), integer(2))));
    member("authdata-empty", type, "authData has no bytes.", AUTH_DATA, bytes(Bytes.EMPTY));
    statement(
        "x5c-as-bytes",
        type,
        "x5c is the leaf alone, not an array.",
        X5C,
        bytes(attestation(DEVICE).make().leaf()));
    statement("x5c-as-map", type, "x5c is a map.", X5C, map());
    statement("x5c-null", type, "x5c is null.", X5C, Bytes.hex("f6"));
    statement(
        "x5c-of-texts",
        type,
        "The certificates are base64 texts.",
        X5C,
        array(
            attestation(DEVICE).make().certificates().stream()
                .map(certificate -> text(certificate.base64()))
                .toList()));
    statement(
        "x5c-of-arrays",
        type,
        "Each certificate is in an array of its own.",
        X5C,
        array(
            attestation(DEVICE).make().certificates().stream()
                .map(certificate -> array(List.of(bytes(certificate))))
                .toList()));
    statement("receipt-as-text", type, "receipt is text.", RECEIPT, text("receipt"));
    statement("receipt-null", type, "receipt is null.", RECEIPT, Bytes.hex("f6"));
    member("fmt-apple", format, "fmt is apple, which is WebAuthn's.", FMT, text("apple"));
    member("fmt-packed", format, "fmt is packed.", FMT, text("packed"));
    member("fmt-none", format, "fmt is none.", FMT, text("none"));
    member("fmt-empty", format, "fmt is empty.", FMT, text(""));
    member("fmt-in-other-case", format, "fmt is Apple-AppAttest.", FMT, text("Apple-AppAttest"));
    member("fmt-with-more", format, "fmt is apple-appattest2.", FMT, text("apple-appattest2"));
  }

  private void member(String id, Flag flag, String comment, int index, Bytes value) {
    refusedObject(id, flag, comment, members -> Scene.with(members, index, value));
  }

  private void statement(String id, Flag flag, String comment, int index, Bytes value) {
    refusedStatement(id, flag, comment, members -> Scene.with(members, index, value));
  }

  private void encodings() {
    Flag subset =
        group.flag(
            "CborSubset",
            "Definite lengths, text names, byte strings, text, arrays, maps and integers are all that"
                + " devices write. Everything else in CBOR is a way to write the same object twice, or to"
                + " make a reader work.");
    Flag trailing =
        group.flag(
            "BytesAfterItem",
            "The object ends where its map ends. Bytes behind it are another object for another"
                + " reader.");
    Flag whole = group.flag("NotAMap", "The bytes are CBOR, but not a map with text names.");
    encoded(
        "object-of-indefinite-length",
        subset,
        "The object's map is of indefinite length.",
        object -> indefinite(CborWriter.MAP, object.from(1)));
    group.attestation(
        "x5c-of-indefinite-length",
        subset,
        "The array of certificates is of indefinite length.",
        attestation(DEVICE)
            .statement(members ->
                Scene.with(
                    members, X5C, indefinite(CborWriter.ARRAY, members.get(X5C).value().from(1)))),
        refused(FORMAT));
    group.attestation(
        "authdata-of-indefinite-length",
        subset,
        "authData comes in two pieces.",
        attestation(DEVICE).object(members -> Scene.with(members, AUTH_DATA, pieces())),
        refused(FORMAT));
    member(
        "fmt-of-indefinite-length",
        subset,
        "fmt comes in two pieces.",
        FMT,
        indefinite(CborWriter.TEXT, text("apple-"), text("appattest")));
    encoded(
        "object-tagged",
        subset,
        "The object is tagged as self-described CBOR.",
        object -> head(CborWriter.TAG, 55_799).concat(object));
    group.attestation(
        "authdata-tagged",
        subset,
        "authData is tagged as encoded CBOR.",
        attestation(DEVICE)
            .object(members ->
                Scene.with(
                    members,
                    AUTH_DATA,
                    head(CborWriter.TAG, 24).concat(members.get(AUTH_DATA).value()))),
        refused(FORMAT));
    unknown(
        "unknown-member-float",
        subset,
        "A float in a member that nobody knows.",
        Bytes.hex("fb3ff8000000000000"));
    unknown("unknown-member-true", subset, "true in a member that nobody knows.", Bytes.hex("f5"));
    unknown(
        "unknown-member-undefined",
        subset,
        "undefined in a member that nobody knows.",
        Bytes.hex("f7"));
    unknown(
        "unknown-member-tagged",
        subset,
        "A tagged number in a member that nobody knows.",
        Bytes.hex("c101"));
    unknown(
        "unknown-member-reserved",
        subset,
        "A head with the reserved additional information 28.",
        Bytes.hex("1c"));
    unknown(
        "unknown-member-break", subset, "The byte that ends indefinite lengths.", CborWriter.BREAK);
    unknown("unknown-member-not-utf8", subset, "Text that is not UTF-8.", Bytes.hex("62c328"));
    refusedObject(
        "member-name-is-number",
        subset,
        "A member with the name 1 more.",
        members -> Scene.plus(members, Member.of(1, integer(1))));
    refusedObject(
        "member-name-is-bytes",
        subset,
        "authData's name is a byte string.",
        members ->
            Scene.plus(
                Scene.minus(members, AUTH_DATA),
                new Member(bytes(Bytes.utf8("authData")), members.get(AUTH_DATA).value())));
    refusedObject(
        "member-name-is-map",
        subset,
        "A member whose name is a map more.",
        members -> Scene.plus(members, new Member(map(), integer(1))));
    encoded(
        "byte-after-object",
        trailing,
        "A zero byte follows.",
        object -> object.concat(Bytes.hex("00")));
    encoded(
        "newline-after-object",
        trailing,
        "A line end follows.",
        object -> object.concat(Bytes.utf8("\n")));
    encoded(
        "break-after-object",
        trailing,
        "The byte that ends indefinite lengths follows.",
        object -> object.concat(CborWriter.BREAK));
    encoded(
        "object-twice",
        trailing,
        "The object stands there twice.",
        object -> object.concat(object));
    encoded(
        "object-in-array",
        whole,
        "An array that holds the object.",
        object -> array(List.of(object)));
    encoded("object-in-bytes", whole, "A byte string that holds the object.", CborWriter::bytes);
    encoded(
        "object-in-text",
        whole,
        "The text of the object's base64.",
        object -> text(object.base64()));
    encoded("number", whole, "The number 0.", object -> Bytes.hex("00"));
    encoded("null", whole, "null.", object -> Bytes.hex("f6"));
    encoded(
        "array-of-values",
        whole,
        "The three values in an array, without their names.",
        object -> array(List.of(text("apple-appattest"), map(), bytes(Bytes.EMPTY))));
  }

  private static Bytes pieces() {
    Bytes data = attestation(DEVICE).make().authData();
    return indefinite(CborWriter.BYTES, bytes(data.slice(0, 37)), bytes(data.from(37)));
  }

  private void encoded(String id, Flag flag, String comment, UnaryOperator<Bytes> change) {
    group.attestation(id, flag, comment, attestation(DEVICE).encoded(change), refused(FORMAT));
  }

  private void unknown(String id, Flag flag, String comment, Bytes value) {
    refusedObject(id, flag, comment, members -> Scene.plus(members, Member.of("next", value)));
  }

  private void sizes() {
    Flag largest =
        group.flag(
            "LargestObject",
            "An attestation object has at most 16 KiB, counted before anything is parsed. Without a"
                + " bound a stranger decides how much memory the verifier takes.");
    Flag promised =
        group.flag(
            "PromisedLength",
            "A length is a promise. A verifier that makes room for what is announced, or counts in 32"
                + " bits, is out of memory or of its mind after ten bytes.");
    Flag cut =
        group.flag(
            "CutOff",
            "The object ends early: a connection broke, or somebody wants to see what is read beyond the"
                + " end.");
    group.attestation(
        "exactly-16-kib",
        largest,
        "An unknown member fills the object up to 16384 bytes.",
        padded(LARGEST),
        registered(DEVICE));
    group.attestation(
        "16-kib-and-a-byte",
        largest,
        "The same with one byte more.",
        padded(LARGEST + 1),
        refused(FORMAT));
    List<Long> lengths =
        List.of(
            0xffffL,
            0x7fff_ffffL,
            0x8000_0000L,
            0xffff_ffffL,
            1L << 32,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            -1L);
    for (int major :
        new int[] {CborWriter.BYTES, CborWriter.TEXT, CborWriter.ARRAY, CborWriter.MAP}) {
      String what = List.of("bytes", "text", "array", "map").get(major - CborWriter.BYTES);
      VectorCase announced =
          group.add(
              "promised-" + what,
              promised,
              "A member announces 2^16 - 1, 2^31 - 1, 2^31, 2^32 - 1, 2^32, 2^63 - 1, 2^63 and 2^64 - 1"
                  + (major <= CborWriter.TEXT ? " bytes" : " elements")
                  + "; then the object ends.");
      for (long length : lengths) {
        announced.then(
            bad(
                Bytes.hex("a1")
                    .concat(text("authData"))
                    .concat(length >>> 16 == 0 ? head(major, length, 2) : wide(major, length))));
      }
    }
    group
        .add(
            "promised-members",
            promised,
            "The object itself announces 2^32 and 2^63 members, and has three.")
        .then(
            bad(wide(CborWriter.MAP, 1L << 32).concat(attestation(DEVICE).make().object().from(1))))
        .then(
            bad(
                wide(CborWriter.MAP, Long.MIN_VALUE)
                    .concat(attestation(DEVICE).make().object().from(1))));
    Bytes object = attestation(DEVICE).make().object();
    VectorCase cutOff =
        group.add(
            "cut-off",
            cut,
            "The first 64 lengths, then every 127th, then the last 8 before the whole object.");
    for (int length = 0; length < object.length(); length++) {
      if (length < 64 || length % 127 == 0 || length >= object.length() - 8) {
        cutOff.then(bad(object.slice(0, length)));
      }
    }
  }

  /** A head of nine bytes, whatever the argument. */
  private static Bytes wide(int major, long argument) {
    return head(major, argument, 8);
  }

  private static Event bad(Bytes object) {
    return Event.attestation(DEVICE.key().keyId(), object).expect(refused(FORMAT));
  }

  /** An object of exactly this length. */
  private static AttestationMaker padded(int length) {
    return attestation(DEVICE)
        .object(members -> {
          int without = map(members).length();
          int around = text("next").length() + 3;
          Bytes padding = Bytes.of(new byte[length - without - around]);
          return Scene.plus(members, Member.of("next", bytes(padding)));
        });
  }

  private void depths() {
    Flag deep =
        group.flag(
            "Nesting",
            "Containers are at most four deep, the object's own map counted. A verifier that recurses"
                + " without a bound ends in a stack overflow.");
    group.attestation(
        "four-deep",
        deep,
        "Three arrays inside of the object's map.",
        nested(3),
        registered(DEVICE));
    group.attestation(
        "five-deep", deep, "Four arrays inside of the object's map.", nested(4), refused(FORMAT));
    group.attestation(
        "five-deep-in-maps",
        deep,
        "Four maps inside of the object's map.",
        attestation(DEVICE)
            .object(members -> {
              Bytes inner = map();
              for (int i = 1; i < 4; i++) {
                inner = map(Member.of("in", inner));
              }
              return Scene.plus(members, Member.of("next", inner));
            }),
        refused(FORMAT));
    group.attestation(
        "a-thousand-deep",
        deep,
        "A thousand arrays in an unknown member.",
        nested(1000),
        refused(FORMAT));
    group
        .add("a-thousand-arrays", deep, "A thousand arrays and nothing else, closed and open.")
        .then(bad(AuthenticatorDataVectors.nested(1000)))
        .then(bad(Bytes.hex("81".repeat(1000))))
        .then(bad(Bytes.hex("9f".repeat(1000))));
    group
        .add("16384-arrays", deep, "As many arrays as fit, and as many maps.")
        .then(bad(Bytes.hex("81".repeat(LARGEST))))
        .then(bad(Bytes.hex("a160".repeat(LARGEST / 2))));
  }

  private static AttestationMaker nested(int depth) {
    return attestation(DEVICE)
        .object(members -> {
          List<Member> all = new ArrayList<>(members);
          all.add(Member.of("next", AuthenticatorDataVectors.nested(depth)));
          return all;
        });
  }
}
