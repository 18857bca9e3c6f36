package assay.http.inspect;

import assay.http.answer.Answer;
import assay.http.answer.Json;
import assay.http.api.Call;
import assay.service.policy.ServedApp;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** {@code GET /v1/apps}: what the caller may have evidence judged against. */
public record Apps(List<ServedApp> all, InstantSource clock) {

  /** The apps in the caller's scope, in the order of the configuration. */
  List<ServedApp> of(Call call) {
    return all.stream().filter(app -> call.sees(app.name())).toList();
  }

  /** Lists them, with the server's time, which judgements are made at. */
  public Future<Answer> list(Call call) {
    return Future.succeededFuture(
        Answer.Ok.json(
            200,
            json -> {
              Json.time(json, "now", clock.instant());
              json.writeArrayFieldStart("apps");
              for (ServedApp app : of(call)) {
                json.writeStartObject();
                json.writeStringField("app", app.name());
                json.writeStringField("environment", app.environment().text());
                json.writeStringField(
                    "platform", app.app().platform().name().toLowerCase(Locale.ROOT));
                json.writeArrayFieldStart("appIds");
                for (String appId : app.app().appIds()) {
                  json.writeString(appId);
                }
                json.writeEndArray();
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }
}
