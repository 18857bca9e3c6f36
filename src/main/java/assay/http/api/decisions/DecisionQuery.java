package assay.http.api.decisions;

import assay.core.Bytes;
import assay.http.answer.Declined;
import assay.http.answer.Problems;
import assay.http.api.Call;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.http.request.Query;
import assay.store.DecisionLog.Filter;
import assay.store.DecisionLog.Kind;
import assay.store.DecisionLog.Position;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a list of decisions is asked for.
 *
 * @param apps the names of all that are served
 */
record DecisionQuery(Call call, List<String> apps) {
  private static final List<String> PARAMETERS =
      List.of("app", "step", "kind", "keyId", "since", "until", "after", "limit");
  private static final int MOST_LISTED = 500; // one more is asked for, to know whether there is one
  private static final int USUALLY_LISTED = 100;
  private static final Pattern CODE = Pattern.compile("[a-z-]{1,64}");
  private static final Pattern CURSOR = Pattern.compile("([0-9]{1,15})[.]([A-Za-z0-9_-]{1,64})");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

  /** For one decision more than a page has. */
  Filter filter() throws BadRequest, Declined {
    Query query = Query.read(call.query(), PARAMETERS);
    int most = query.number("limit", 1, MOST_LISTED, USUALLY_LISTED);
    return new Filter(
        apps(query.text("app")),
        code(query.text("step")),
        kind(query.text("kind")),
        keyId(query.text("keyId")),
        time(query, "since"),
        time(query, "until"),
        after(query.text("after")),
        most + 1);
  }

  /** The place behind a decision, as {@code after} takes it. */
  static String cursor(Position last) {
    return last.at().toEpochMilli() + "." + last.id();
  }

  private List<String> apps(Optional<String> asked) throws Declined {
    List<String> own = apps.stream().filter(call::sees).toList();
    if (asked.isEmpty()) {
      return own;
    }
    if (!own.contains(asked.get())) {
      throw new Declined(
          Problems.NO_SUCH_APP,
          "no app of this name is configured, or it is not among this caller's apps");
    }
    return List.of(asked.get());
  }

  private static Optional<String> code(Optional<String> text) throws BadRequest {
    if (text.isPresent() && !CODE.matcher(text.get()).matches()) {
      throw new BadRequest(
          "step must be the code of a step, such as nonce, or an answer of Apple's, such as no-data");
    }
    return text;
  }

  private static Optional<Kind> kind(Optional<String> text) throws BadRequest {
    Optional<Kind> kind = text.flatMap(Kind::parse);
    if (text.isPresent() && kind.isEmpty()) {
      throw new BadRequest("kind must be attestation, assertion, receipt or devicecheck");
    }
    return kind;
  }

  private static Optional<Bytes> keyId(Optional<String> text) throws BadRequest {
    return text.isPresent() ? Optional.of(Members.keyIdOf("keyId", text.get())) : Optional.empty();
  }

  private static Optional<Instant> time(Query query, String name) throws BadRequest {
    try {
      Optional<Instant> time = query.text(name).map(Instant::parse);
      if (time.filter(DecisionQuery::isWritable).isPresent() == time.isPresent()) {
        return time;
      }
    } catch (DateTimeException _) {
      // no time at all
    }
    throw new BadRequest(name + " must be a time in UTC such as 2026-11-21T12:00:00Z");
  }

  /** What stores and answers can write. */
  private static boolean isWritable(Instant time) {
    return !time.isBefore(Instant.EPOCH) && !time.isAfter(LATEST);
  }

  private static Optional<Position> after(Optional<String> text) throws BadRequest {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher cursor = CURSOR.matcher(text.get());
    if (!cursor.matches()) {
      throw new BadRequest("after must be the next of the page before, as it came");
    }
    Instant at = Instant.ofEpochMilli(Long.parseLong(cursor.group(1)));
    return Optional.of(new Position(at.isAfter(LATEST) ? LATEST : at, cursor.group(2)));
  }
}
