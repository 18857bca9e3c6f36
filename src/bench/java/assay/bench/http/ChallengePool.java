package assay.bench.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;

/** Challenges of a server, fetched in advance. */
final class ChallengePool {
  private static final String MEMBER = "\"challenge\":\"";

  private ChallengePool() {}

  /** What a client sends for a challenge to sign with. */
  static final byte[] BODY = "{\"purpose\":\"assertion\"}".getBytes(UTF_8);

  static String path(String app) {
    return "/v1/apps/" + app + "/challenges";
  }

  /** As many as asked for, through the internal listener. */
  static String[] fetch(int port, String app, int count) throws IOException {
    String[] challenges = new String[count];
    LoadGenerator.atTopRate(
        port,
        LoadGenerator.Batch.of(Request.post(path(app), BODY), count),
        201,
        (request, answer, bodyStart, end) ->
            challenges[request] = challenge(new String(answer, bodyStart, end - bodyStart, UTF_8)));
    return challenges;
  }

  private static String challenge(String json) {
    int from = json.indexOf(MEMBER) + MEMBER.length();
    return json.substring(from, json.indexOf('"', from));
  }
}
