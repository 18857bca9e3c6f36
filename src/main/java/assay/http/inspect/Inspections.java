package assay.http.inspect;

import assay.core.Bytes;
import assay.core.inspect.Inspection;
import assay.core.inspect.Inspector;
import assay.core.inspect.Kind;
import assay.core.inspect.node.NodeJson;
import assay.core.pki.Signatures;
import assay.http.answer.Answer;
import assay.http.answer.Declined;
import assay.http.answer.Json;
import assay.http.answer.Problems;
import assay.http.api.Call;
import assay.http.request.BadRequest;
import assay.http.request.Members;
import assay.http.request.Shape;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * {@code POST /v1/inspect}, for people who ask why. A tree of a large object, or a chain of
 * certificates, takes milliseconds: that is done beside the event loops, by few threads, and no
 * more than a few wait for them.
 */
public final class Inspections {
  private static final int THREADS = 2;
  private static final int MOST_AT_ONCE = 16;
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Shape SHAPE = Shape.of("object", "kind").object("context", Context.SHAPE);

  private final WorkerExecutor workers;
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);
  private final Inspector inspector;
  private final Judge judge;
  private final Apps apps;

  /** Inspections whose threads live as long as Vert.x, or until {@link #close}. */
  public Inspections(Vertx vertx, Signatures signatures, Apps apps) {
    this.workers = vertx.createSharedWorkerExecutor("assay-inspect", THREADS);
    this.inspector = new Inspector(signatures.provider());
    this.judge = new Judge(signatures);
    this.apps = apps;
  }

  /** The tree of an object and, with context, its judgement. */
  public Future<Answer> inspect(Call call) throws BadRequest, Declined {
    Members request = call.members(SHAPE);
    Bytes object = request.bytes("object");
    Optional<Kind> kind = kind(request);
    Optional<Members> against = request.object("context");
    Optional<Context> context =
        against.isPresent()
            ? Optional.of(Context.read(against.get(), call, apps, apps.clock().instant()))
            : Optional.empty();
    if (!free.tryAcquire()) {
      throw new Declined(
          Answer.Problem.of(Problems.RATE_LIMITED, "too many inspections at once").after(SOON));
    }
    return workers
        .executeBlocking(() -> answer(object, kind, context), false)
        .<Answer>map(Objects::requireNonNull)
        .onComplete(_ -> free.release());
  }

  private static Optional<Kind> kind(Members request) throws BadRequest {
    Optional<String> text = request.optionalText("kind");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    for (Kind kind : Kind.values()) {
      if (kind.slug().equals(text.get())) {
        return Optional.of(kind);
      }
    }
    throw new BadRequest(
        "kind must be one of " + Arrays.stream(Kind.values()).map(Kind::slug).toList());
  }

  private Answer answer(Bytes object, Optional<Kind> kind, Optional<Context> context)
      throws BadRequest {
    Inspection inspection =
        kind.isPresent() ? inspector.inspect(object, kind.get()) : inspector.inspect(object);
    return switch (inspection) {
      case Inspection.Unusable(String reason) ->
          Answer.Problem.of(Problems.NOT_EVIDENCE, "the object is " + reason);
      case Inspection.Recognised recognised ->
          context.isPresent()
              ? answer(
                  object,
                  recognised,
                  context,
                  judge.judge(recognised.kind(), object, context.get()))
              : answer(object, recognised, context, List.of());
    };
  }

  private static Answer answer(
      Bytes object,
      Inspection.Recognised inspection,
      Optional<Context> context,
      List<Judgement> judgements) {
    return Answer.Ok.json(
        200,
        json -> {
          json.writeStringField("kind", inspection.kind().slug());
          json.writeNumberField("length", object.length());
          json.writeBooleanField("whole", inspection.whole());
          if (context.isPresent()) {
            json.writeStringField("app", context.get().app().name());
            json.writeStringField("environment", context.get().app().environment().text());
            Json.time(json, "at", context.get().at());
            json.writeArrayFieldStart("judgements");
            for (Judgement judgement : judgements) {
              judgement.write(json);
            }
            json.writeEndArray();
          }
          json.writeFieldName("tree");
          NodeJson.write(json, inspection.tree());
        });
  }

  /** The apps that evidence can be judged against. */
  public Apps apps() {
    return apps;
  }

  /** Lets go of the threads. */
  public Future<Void> close() {
    return workers.close();
  }
}
