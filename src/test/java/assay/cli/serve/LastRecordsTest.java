package assay.cli.serve;

import static assay.cli.serve.DecidedServer.APPLE;
import static assay.cli.serve.DecidedServer.APP_ID;
import static assay.cli.serve.DecidedServer.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.cli.serve.DecidedServer.Answer;
import assay.core.Bytes;
import assay.http.Listener;
import assay.simulator.maker.SoftwareDevice;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to stop takes with it nothing of what it has just answered. */
final class LastRecordsTest {
  private static final int REFUSALS = 16;

  @TempDir private Path folder;

  @Test
  void whatWasRefusedJustBeforeAStopIsExplainedAndRecorded() throws Exception {
    try (DecidedServer server = new DecidedServer(folder)) {
      List<String> ids = refusedAtOnce(server);
      server.restartWith("[ " + APP_ID + " ]");
      for (String id : ids) {
        Answer record = server.get("/v1/decisions/" + id);
        assertEquals(200, record.status(), id);
        assertEquals("unknown-key", record.body().path("code").asText());
        JsonNode diagnosis = record.body().path("diagnosis");
        assertEquals("key-not-registered", diagnosis.path("code").asText());
      }
    }
  }

  private static List<String> refusedAtOnce(DecidedServer server) throws Exception {
    String challenge = server.challenge("shop", "assertion");
    List<Callable<Answer>> requests =
        IntStream.range(0, REFUSALS)
            .mapToObj(i -> ofNobody("device " + i, challenge))
            .<Callable<Answer>>map(request ->
                () -> server.post(Listener.INTERNAL, "/v1/apps/shop/assertions/verify", request))
            .toList();
    try (ExecutorService clients = Executors.newFixedThreadPool(REFUSALS)) {
      List<Future<Answer>> answers = clients.invokeAll(requests);
      List<String> ids =
          answers.stream().map(answer -> answer.resultNow().id()).distinct().toList();
      assertEquals(REFUSALS, ids.size());
      assertTrue(ids.stream().noneMatch(String::isEmpty));
      return ids;
    }
  }

  private static ObjectNode ofNobody(String label, String challenge) {
    SoftwareDevice device = SoftwareDevice.of(APPLE, label, APP_ID);
    Bytes clientData = Bytes.utf8("{\"challenge\":\"" + challenge + "\"}");
    return json()
        .put("keyId", device.key().keyId().base64())
        .put("assertionObject", device.assertion(Bytes.sha256(clientData), 1).make().base64())
        .put("clientData", clientData.base64());
  }
}
