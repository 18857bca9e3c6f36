package assay.bench.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import assay.device.KeySet;
import assay.device.Signer;
import assay.process.ServedApps;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.IntStream;

/**
 * Requests to check assertions, one after the other without end: each by another key until all keys
 * have signed once, then all again with the next counter, in an order that jumps about. So no two
 * of a key are ever on their way together, and of a million keys no cache holds the next.
 */
final class Assertions {
  /** Has no divisor in common with a power of ten. */
  private static final long STRIDE = 618_033;

  /** As long as a challenge, for servers that ask for none. */
  static final String NO_CHALLENGE = "n".repeat(88);

  private final KeySet keys;
  private final String path;
  private long made;

  /**
   * Requests to one server about one app.
   *
   * @param keys so many that {@link #STRIDE} leads through all of them
   */
  Assertions(KeySet keys, String app) {
    this.keys = keys;
    this.path = "/v1/apps/" + app + "/assertions/verify";
  }

  /** The next requests, one for each challenge. */
  LoadGenerator.Batch next(String[] challenges) {
    byte[][] requests = new byte[challenges.length][];
    long first = made;
    IntStream.range(0, challenges.length)
        .parallel()
        .forEach(i -> requests[i] = request(first + i, challenges[i]));
    made += challenges.length;
    return new LoadGenerator.Batch(Arrays.asList(requests), keys.size());
  }

  private byte[] request(long number, String challenge) {
    int key = (int) (number * STRIDE % keys.size());
    long counter = 1 + number / keys.size();
    byte[] clientData =
        ("{\"challenge\":\"" + challenge + "\",\"to\":\"Ada\",\"amount\":" + number + "}")
            .getBytes(UTF_8);
    byte[] assertion =
        new Signer(keys.secret(key), ServedApps.APP_ID).assertion(clientData, counter);
    Base64.Encoder base64 = Base64.getEncoder();
    return Request.post(
        path,
        ("{\"keyId\":\""
                + keys.keyId(key).base64()
                + "\",\"assertionObject\":\""
                + base64.encodeToString(assertion)
                + "\",\"clientData\":\""
                + base64.encodeToString(clientData)
                + "\"}")
            .getBytes(UTF_8));
  }
}
