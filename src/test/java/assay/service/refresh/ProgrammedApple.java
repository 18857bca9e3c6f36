package assay.service.refresh;

import assay.apple.Exchanged;
import assay.apple.ReceiptExchange;
import assay.core.Bytes;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers what a test told it to, and remembers what it was asked. */
final class ProgrammedApple implements ReceiptExchange {
  /** What it was asked. */
  record Asked(String team, Bytes receipt) {}

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  private volatile Function<Asked, Future<Exchanged>> answer =
      _ -> Future.succeededFuture(new Exchanged.NoData());

  void answers(Exchanged always) {
    answers(_ -> Future.succeededFuture(always));
  }

  void answers(Function<Asked, Future<Exchanged>> each) {
    answer = each;
  }

  @Override
  public Future<Exchanged> exchange(String team, Bytes receipt) {
    Asked question = new Asked(team, receipt);
    asked.add(question);
    return answer.apply(question);
  }
}
