package assay.core.diagnosis.clientdata;

import assay.core.Bytes;
import assay.core.diagnosis.clientdata.JsonStyle.NonAscii;
import assay.core.diagnosis.clientdata.JsonStyle.Spacing;
import assay.core.diagnosis.mistake.Mistake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The same JSON as other encoders write it: members sorted or in any other order, slashes and
 * characters beyond ASCII escaped or not, with and without white space. The forms that differ least
 * come first.
 */
final class JsonForms {
  private static final int MOST_MEMBERS_IN_ANY_ORDER = 4;
  private static final int MOST_LIKELY = 10;

  /** A character of JSON takes so many times as long to write as a byte to hash. */
  private static final int COST = 4;

  private static final Pattern UPPER_CASE_ESCAPE =
      Pattern.compile("\\\\u(?=[0-9A-F]{4})[0-9]{0,3}[A-F]");

  private final Json json;
  private final Json sorted;
  private final Budget budget;
  private final boolean isSorted;
  private final String text;
  private final boolean hasSlashes;
  private final boolean hasNonAscii;
  private final JsonStyle own;
  private final boolean ownIsKnown;
  private final List<Form> forms;

  /** In what one form differs from another. */
  private enum Difference {
    MEMBERS("its members in another order", Mistake.JSON_MEMBERS_REORDERED),
    SLASHES("slashes escaped on one side only", Mistake.JSON_SLASHES),
    NON_ASCII("characters beyond ASCII escaped on one side only", Mistake.JSON_NON_ASCII),
    WHITESPACE("other white space", Mistake.JSON_WHITESPACE);

    private final String words;
    private final Mistake mistake;

    Difference(String words, Mistake mistake) {
      this.words = words;
      this.mistake = mistake;
    }
  }

  /** What most encoders of apps do otherwise than those of servers. */
  private static final Set<Difference> SWIFT = EnumSet.of(Difference.MEMBERS, Difference.SLASHES);

  private record Form(JsonStyle style, Set<Difference> differences) {
    boolean isLikely() {
      return differences.size() == 1 || style.isUsual();
    }
  }

  private JsonForms(Json json, Bytes bytes, Budget budget) {
    this.json = json;
    this.sorted = json.sorted();
    this.budget = budget;
    this.isSorted = sorted.equals(json);
    this.text = bytes.text();
    this.hasSlashes = text.contains("/");
    this.hasNonAscii = text.contains("\\u") || text.chars().anyMatch(c -> c > '~');
    Optional<JsonStyle> exact =
        Stream.of(Spacing.values())
            .filter(spacing -> spacing.inLines() == text.contains("\n"))
            .map(this::guessed)
            .filter(style -> write(style, json).equals(Optional.of(bytes)))
            .findFirst();
    this.ownIsKnown = exact.isPresent();
    this.own = exact.orElse(guessed(Spacing.NONE));
    this.forms =
        styles()
            .map(style -> new Form(style, differences(style)))
            .sorted(
                Comparator.<Form, Boolean>comparing(form -> !SWIFT.containsAll(form.differences()))
                    .thenComparingInt(form -> form.differences().size()))
            .toList();
  }

  /** The forms of client data that is JSON; none for other bytes. */
  static Optional<JsonForms> of(Bytes clientData, Budget budget) {
    return Json.read(clientData).map(json -> new JsonForms(json, clientData, budget));
  }

  /** The forms that differ least, and those of encoders in wide use. */
  Stream<Candidate> likely() {
    return forms.stream().filter(Form::isLikely).limit(MOST_LIKELY).flatMap(this::candidate);
  }

  Stream<Candidate> others() {
    return Stream.of(
            forms.stream().filter(Form::isLikely).skip(MOST_LIKELY).flatMap(this::candidate),
            Stream.of(json).flatMap(JsonForms::inAnyOrder).flatMap(this::reordered),
            forms.stream().filter(form -> !form.isLikely()).flatMap(this::candidate))
        .flatMap(candidates -> candidates);
  }

  private Optional<Bytes> write(JsonStyle style, Json value) {
    if (!budget.allowsBytes()) {
      return Optional.empty();
    }
    Optional<Bytes> written = style.write(value);
    budget.write(COST * written.map(Bytes::length).orElse(JsonStyle.LONGEST));
    return written;
  }

  /** What the text itself tells of its style. */
  private JsonStyle guessed(Spacing spacing) {
    NonAscii nonAscii =
        !text.contains("\\u")
            ? NonAscii.AS_IS
            : UPPER_CASE_ESCAPE.matcher(text).find()
                ? NonAscii.ESCAPED_IN_UPPER_CASE
                : NonAscii.ESCAPED_IN_LOWER_CASE;
    return new JsonStyle(false, text.contains("\\/"), nonAscii, spacing);
  }

  private static Stream<JsonStyle> styles() {
    List<JsonStyle> styles = new ArrayList<>();
    for (boolean sorted : new boolean[] {false, true}) {
      for (boolean slashes : new boolean[] {false, true}) {
        for (NonAscii nonAscii : NonAscii.values()) {
          for (Spacing spacing : Spacing.values()) {
            styles.add(new JsonStyle(sorted, slashes, nonAscii, spacing));
          }
        }
      }
    }
    return styles.stream();
  }

  private Stream<Candidate> reordered(Json other) {
    return write(own, other).stream()
        .map(written -> Candidate.hashOf(written, Mistake.JSON_MEMBERS_REORDERED));
  }

  /** What would be seen to differ; a style without anything to apply it to makes no difference. */
  private Set<Difference> differences(JsonStyle style) {
    Set<Difference> differences = EnumSet.noneOf(Difference.class);
    if (style.sorted() && !isSorted) {
      differences.add(Difference.MEMBERS);
    }
    if (hasSlashes && style.slashesEscaped() != own.slashesEscaped()) {
      differences.add(Difference.SLASHES);
    }
    if (hasNonAscii && style.nonAscii() != own.nonAscii()) {
      differences.add(Difference.NON_ASCII);
    }
    if (style.spacing() != own.spacing() || !ownIsKnown) {
      differences.add(Difference.WHITESPACE);
    }
    return differences;
  }

  private Stream<Candidate> candidate(Form form) {
    return write(form.style(), form.style().sorted() ? sorted : json).stream()
        .map(written -> candidate(form, written));
  }

  private static Candidate candidate(Form form, Bytes written) {
    return switch (form.differences().size()) {
      case 1 -> Candidate.hashOf(written, form.differences().iterator().next().mistake);
      default ->
          Candidate.hashOf(written, Mistake.JSON_ENCODED_AGAIN)
              .found("The JSON was encoded again: " + words(form.differences()) + ".");
    };
  }

  private static String words(Set<Difference> differences) {
    return differences.isEmpty()
        ? "with other escapes"
        : differences.stream()
            .map(difference -> difference.words)
            .collect(Collectors.joining(", "));
  }

  /** An object of a few members with these in every order, as encoders that hash names write it. */
  private static Stream<Json> inAnyOrder(Json json) {
    return json instanceof Json.Members(List<Json.Member> list)
            && list.size() <= MOST_MEMBERS_IN_ANY_ORDER
        ? orders(list).map(Json.Members::new)
        : Stream.empty();
  }

  private static Stream<List<Json.Member>> orders(List<Json.Member> members) {
    return members.isEmpty()
        ? Stream.of(List.of())
        : members.stream()
            .flatMap(first -> {
              List<Json.Member> others = new ArrayList<>(members);
              others.remove(first);
              return orders(others)
                  .map(rest -> {
                    List<Json.Member> order = new ArrayList<>(List.of(first));
                    order.addAll(rest);
                    return order;
                  });
            });
  }
}
