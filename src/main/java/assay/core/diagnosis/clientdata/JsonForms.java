package assay.core.diagnosis.clientdata;

import assay.core.Bytes;
import assay.core.diagnosis.clientdata.JsonStyle.NonAscii;
import assay.core.diagnosis.clientdata.JsonStyle.Spacing;
import assay.core.diagnosis.mistake.Mistake;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The same JSON as other encoders write it: members sorted or in any other order, slashes and
 * characters beyond ASCII escaped or not, with and without white space. The forms that differ least
 * come first.
 */
final class JsonForms {
  private static final int LONGEST = 4 * 1024;
  private static final int MOST_MEMBERS_IN_ANY_ORDER = 4;

  private final Json json;
  private final Json sorted;
  private final Bytes bytes;
  private final JsonStyle own;
  private final boolean ownIsKnown;

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

  private JsonForms(Json json, Bytes bytes) {
    this.json = json;
    this.sorted = json.sorted();
    this.bytes = bytes;
    List<JsonStyle> exact =
        styles().filter(style -> !style.sorted() && style.write(json).equals(bytes)).toList();
    this.ownIsKnown = !exact.isEmpty();
    this.own = ownIsKnown ? exact.getFirst() : guessed(bytes);
  }

  /** Candidates for client data that is JSON; none for other bytes, or for very long ones. */
  static Stream<Candidate> of(Bytes clientData) {
    return clientData.length() > LONGEST
        ? Stream.empty()
        : Json.read(clientData).stream()
            .flatMap(json -> new JsonForms(json, clientData).candidates());
  }

  private static JsonStyle guessed(Bytes bytes) {
    String text = bytes.text();
    boolean escaped = text.contains("\\u");
    return new JsonStyle(
        false,
        text.contains("\\/"),
        escaped ? NonAscii.ESCAPED_IN_LOWER_CASE : NonAscii.AS_IS,
        Spacing.NONE);
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

  private Stream<Candidate> candidates() {
    List<Form> forms =
        styles()
            .map(style -> new Form(style, differences(style)))
            .sorted(
                Comparator.<Form>comparingInt(form -> form.differences().size())
                    .thenComparing(form -> !form.differences().equals(SWIFT)))
            .toList();
    Set<Bytes> written = new HashSet<>(Set.of(bytes));
    return Stream.of(
            forms.stream().filter(Form::isLikely).map(this::candidate),
            Stream.of(json).flatMap(JsonForms::inAnyOrder).map(this::reordered),
            forms.stream().filter(form -> !form.isLikely()).map(this::candidate))
        .flatMap(candidates -> candidates)
        .filter(candidate -> written.add(candidate.value()));
  }

  private Candidate reordered(Json other) {
    return Candidate.hashOf(own.write(other), Mistake.JSON_MEMBERS_REORDERED);
  }

  /** What would be seen to differ; a style without anything to apply it to makes no difference. */
  private Set<Difference> differences(JsonStyle style) {
    Set<Difference> differences = EnumSet.noneOf(Difference.class);
    if (style.sorted() && !sorted.equals(json)) {
      differences.add(Difference.MEMBERS);
    }
    String text = bytes.text();
    if (style.slashesEscaped() != own.slashesEscaped() && text.contains("/")) {
      differences.add(Difference.SLASHES);
    }
    if (style.nonAscii() != own.nonAscii()
        && (text.contains("\\u") || text.chars().anyMatch(c -> c > '~'))) {
      differences.add(Difference.NON_ASCII);
    }
    if (style.spacing() != own.spacing() || !ownIsKnown) {
      differences.add(Difference.WHITESPACE);
    }
    return differences;
  }

  private Candidate candidate(Form form) {
    Bytes written = form.style().write(json);
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
