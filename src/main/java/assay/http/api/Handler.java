package assay.http.api;

import assay.http.answer.Answer;
import assay.http.answer.Declined;
import assay.http.request.BadRequest;
import io.vertx.core.Future;

/** Answers the requests of one route. */
@FunctionalInterface
public interface Handler {
  /** Called on the event loop of the request, and never blocks it. */
  Future<Answer> answer(Call call) throws BadRequest, Declined;
}
