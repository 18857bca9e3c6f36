package assay.core.diagnosis.clientdata;

import static assay.core.diagnosis.clientdata.Candidate.given;
import static assay.core.diagnosis.clientdata.Candidate.hashOf;

import assay.core.Bytes;
import assay.core.diagnosis.clientdata.JsonStyle.NonAscii;
import assay.core.diagnosis.clientdata.JsonStyle.Spacing;
import assay.core.diagnosis.mistake.Mistake;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What an app may have hashed instead of what the server expects, the likeliest first. Attestations
 * and assertions go wrong here in the same ways, so both are diagnosed from this one list. Each
 * group is made only when the ones before it are used up, and nothing is tried twice.
 *
 * <p>A signature affords about thirteen of them, so other challenges are spread: the likeliest
 * comes early, the next behind the usual ways of encoding JSON again, and the rest where only
 * client data that is no JSON, or an attestation's nonce, which costs a hash and no signature
 * check, still gets.
 */
public final class ClientDataCandidates {
  private static final int MOST_CHALLENGES = 8;
  private static final int LONGEST = 16 * 1024;

  /** Texts are longer only where they hold more than a challenge and a few values beside it. */
  private static final int LONGEST_TEXT = 4 * 1024;

  /** A shorter one may stand in the client data by chance, and often. */
  private static final int SHORTEST_CHALLENGE = 8;

  private static final Bytes LINE_FEED = Bytes.utf8("\n");
  private static final Bytes QUOTE = Bytes.utf8("\"");

  private final ClientData expected;
  private final List<KnownChallenge> challenges;
  private final Bytes keyId;
  private final Budget budget;

  private ClientDataCandidates(
      ClientData expected, List<KnownChallenge> challenges, Bytes keyId, Budget budget) {
    this.expected =
        new ClientData(
            expected.bytes().filter(bytes -> bytes.length() <= LONGEST),
            expected.hash(),
            expected.challenge());
    this.challenges = challenges.stream().limit(MOST_CHALLENGES).toList();
    this.keyId = keyId;
    this.budget = budget;
  }

  /**
   * The candidates, lazily. Of client data of more than 16 KiB only the hash is looked at, and of
   * more than 4 KiB no other spelling of the text.
   *
   * @param challenges other challenges of the app, of which the first eight are tried
   * @param keyId of the key that the evidence is of
   */
  public static Stream<Candidate> of(
      ClientData expected, List<KnownChallenge> challenges, Bytes keyId, Budget budget) {
    ClientDataCandidates made = new ClientDataCandidates(expected, challenges, keyId, budget);
    Set<List<Object>> tried = new HashSet<>();
    tried.add(List.of(expected.hash(), false));
    expected.bytes().ifPresent(bytes -> tried.add(List.of(bytes, true)));
    return made.all()
        .takeWhile(_ -> budget.allowsBytes())
        .peek(candidate -> budget.write(candidate.value().length()))
        .filter(candidate -> tried.add(key(candidate)));
  }

  private static List<Object> key(Candidate candidate) {
    return List.of(candidate.value(), candidate.hashed());
  }

  private Stream<Candidate> all() {
    return Stream.<Supplier<Stream<Candidate>>>of(
            () -> bytes().flatMap(ClientDataCandidates::notHashed),
            this::hashedAgain,
            this::challengeAlone,
            () -> otherChallenges(0, 1),
            () -> bytes().flatMap(Candidate::decoded),
            () -> bytes().flatMap(ClientDataCandidates::ends),
            () -> fromJson(text().findFirst().flatMap(text -> JsonForms.of(text, budget))))
        .flatMap(Supplier::get);
  }

  private Stream<Candidate> fromJson(Optional<JsonForms> json) {
    return Stream.<Supplier<Stream<Candidate>>>of(
            () -> json.stream().flatMap(JsonForms::likely),
            () -> otherChallenges(1, 2),
            this::textsOfTheHash,
            () -> bytes().flatMap(ClientDataCandidates::encoded),
            this::textsAsTheHash,
            () -> text().flatMap(RareSpellings::inOtherCharsets),
            () -> otherChallenges(2, MOST_CHALLENGES),
            this::rarerTextsAsTheHash,
            () -> text().flatMap(text -> new RareSpellings(text, budget).all()),
            this::somethingElse,
            this::withAnotherHashToo,
            () -> json.stream().flatMap(JsonForms::others))
        .flatMap(Supplier::get);
  }

  private Stream<Bytes> bytes() {
    return expected.bytes().stream();
  }

  private Stream<Bytes> text() {
    return bytes().filter(bytes -> bytes.length() <= LONGEST_TEXT);
  }

  private static Stream<Candidate> notHashed(Bytes data) {
    return Stream.of(given(data, Mistake.CLIENT_DATA_NOT_HASHED));
  }

  private Stream<Candidate> hashedAgain() {
    Candidate again = hashOf(expected.hash(), Mistake.CLIENT_DATA_HASHED_TWICE);
    return Stream.of(
        expected.bytes().isPresent()
            ? again
            : again.found(
                "The app hashed what this server was sent as clientDataHash: either the app hashed twice,"
                    + " or the backend sent the client data itself."));
  }

  private Stream<Candidate> challengeAlone() {
    return expected.challenge().stream()
        .map(challenge -> hashOf(challenge, Mistake.CHALLENGE_ALONE_HASHED));
  }

  /** In place of the whole client data, and in the place of its own challenge. */
  private Stream<Candidate> otherChallenges(int from, int to) {
    return challenges.stream()
        .limit(to)
        .skip(from)
        .map(challenge -> inPlace(challenge, mistake(challenge)));
  }

  private static Mistake mistake(KnownChallenge challenge) {
    return challenge.otherPurpose()
        ? Mistake.CHALLENGE_OF_ANOTHER_PURPOSE
        : Mistake.EARLIER_CHALLENGE;
  }

  private Candidate inPlace(KnownChallenge other, Mistake mistake) {
    String own = expected.challenge().map(Bytes::text).orElse("");
    Optional<Bytes> text = text().findFirst();
    if (own.length() < SHORTEST_CHALLENGE || text.isEmpty()) {
      return hashOf(other.text(), mistake);
    }
    String replaced = text.get().text().replace(own, other.text().text());
    return hashOf(Bytes.utf8(replaced), mistake);
  }

  private static Stream<Candidate> ends(Bytes data) {
    return Stream.of(
        hashOf(data.concat(LINE_FEED), Mistake.TRAILING_NEWLINE),
        hashOf(TextForms.stripped(data), Mistake.WHITESPACE_TRIMMED));
  }

  private Stream<Candidate> textsOfTheHash() {
    Bytes hash = expected.hash();
    return Stream.of(
        hashOf(TextForms.hex(hash), Mistake.HASH_OF_HEX_HASH),
        hashOf(TextForms.base64(hash), Mistake.HASH_OF_BASE64_HASH));
  }

  private static Stream<Candidate> encoded(Bytes data) {
    Stream<Candidate> quoted =
        Stream.concat(Stream.of(QUOTE.concat(data).concat(QUOTE)), asSwiftQuotes(data))
            .map(text -> hashOf(text, Mistake.JSON_QUOTED));
    Stream<Candidate> texts =
        Stream.of(
            hashOf(TextForms.base64(data), Mistake.BASE64_TEXT_HASHED),
            hashOf(TextForms.hex(data), Mistake.HEX_TEXT_HASHED),
            hashOf(TextForms.base64Url(data), Mistake.BASE64URL_TEXT_HASHED));
    return Stream.concat(quoted, texts);
  }

  /** Swift's encoder escapes slashes. */
  private static Stream<Bytes> asSwiftQuotes(Bytes data) {
    return new JsonStyle(false, true, NonAscii.AS_IS, Spacing.NONE)
        .write(new Json.Text(data.text())).stream();
  }

  private Stream<Candidate> textsAsTheHash() {
    Bytes hash = expected.hash();
    return Stream.of(
        given(TextForms.hex(hash), Mistake.HASH_AS_HEX),
        given(TextForms.base64(hash), Mistake.HASH_AS_BASE64));
  }

  private Stream<Candidate> rarerTextsAsTheHash() {
    Bytes hash = expected.hash();
    Bytes description = Bytes.utf8("SHA256 digest: " + hash.hex());
    return Stream.of(
        given(description, Mistake.HASH_DESCRIPTION),
        hashOf(description, Mistake.HASH_DESCRIPTION),
        given(TextForms.base64Url(hash), Mistake.HASH_AS_BASE64),
        hashOf(TextForms.base64Url(hash), Mistake.HASH_OF_BASE64_HASH),
        given(TextForms.upperCase(TextForms.hex(hash)), Mistake.HASH_AS_HEX),
        hashOf(TextForms.upperCase(TextForms.hex(hash)), Mistake.HASH_OF_HEX_HASH));
  }

  /** The likeliest spellings, with a second mistake beside the first. */
  private Stream<Candidate> withAnotherHashToo() {
    return Stream.concat(
            challengeAlone(),
            text()
                .flatMap(text -> Stream.of(Candidate.decoded(text), ends(text), encoded(text)))
                .flatMap(candidates -> candidates))
        .takeWhile(_ -> budget.allowsHashes(3))
        .flatMap(one ->
            Stream.of(
                hashOf(budget.sha256(one.value()), one.mistake())
                    .found(one.found() + " And it hashed once too often."),
                given(one.value(), one.mistake())
                    .found(one.found() + " And the device was given that itself, not its hash.")));
  }

  private Stream<Candidate> somethingElse() {
    return Stream.of(
        hashOf(Bytes.EMPTY, Mistake.NOTHING_HASHED),
        given(Bytes.EMPTY, Mistake.NOTHING_HASHED),
        hashOf(TextForms.base64(keyId), Mistake.KEY_ID_HASHED),
        hashOf(keyId, Mistake.KEY_ID_HASHED));
  }
}
