package assay.apple.client;

import assay.apple.Exchanged;
import assay.apple.ReceiptExchange;
import assay.apple.call.Post;
import assay.core.Bytes;
import io.vertx.core.Future;

/** Asks {@code /v1/attestationData}. When to ask again is for the receipt's life cycle to say. */
final class Receipts implements ReceiptExchange {
  private static final String PATH = "/v1/attestationData";
  private static final ReceiptAnswers ANSWERS = new ReceiptAnswers();

  private final Asking asking;

  Receipts(Asking asking) {
    this.asking = asking;
  }

  @Override
  public Future<Exchanged> exchange(String team, Bytes receipt) {
    return asking.ask(
        team,
        ANSWERS,
        token ->
            // here the token stands alone, without a scheme
            asking.once(new Post(PATH, "text/plain", token.jwt(), Bytes.utf8(receipt.base64()))));
  }
}
