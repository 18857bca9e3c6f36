package assay.process;

import assay.core.Bytes;
import assay.simulator.maker.authority.TestApple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** The configuration of a server that serves test apps to one caller, and limits nobody. */
public final class ServedApps {
  public static final String APP_ID = "ASSAYBENCH.example.app";

  /** The caller's token; worth nothing, as such a server listens on loopback only. */
  public static final String TOKEN = "a-token-of-benchmarks-and-fault-tests";

  private static final String ROOTS = "roots.pem";

  private ServedApps() {}

  /**
   * Writes the configuration and the roots of devices into a folder.
   *
   * @param store such as {@code sqlite:assay.db}
   * @param policies what follows {@code policy:} for each app, such as <code>{ challenge: none }
   *     </code>
   * @return the configuration's file
   */
  public static Path write(
      Path folder,
      String store,
      int publicPort,
      int internalPort,
      TestApple apple,
      Map<String, String> policies)
      throws IOException {
    Files.writeString(
        folder.resolve(ROOTS), pem(apple.attestations().root()) + pem(apple.receipts().root()));
    Path file = folder.resolve("assay.yaml");
    Files.writeString(
        file,
        """
        store: '%s'
        public:
          host: 127.0.0.1
          port: %d
          limits:
            perAddress: { rate: 1000000, burst: 1000000 }
            perApp: { rate: 1000000, burst: 1000000 }
        internal: { host: 127.0.0.1, port: %d }
        apps:
        %scallers:
          bench:
            tokenSha256: '%s'
            apps: [ %s ]
            allow: [ challenges, attestations, verify, keys, revoke ]
        """
            .formatted(
                store,
                publicPort,
                internalPort,
                policies.entrySet().stream().map(ServedApps::app).collect(Collectors.joining()),
                Bytes.sha256(Bytes.utf8(TOKEN)).hex(),
                String.join(", ", policies.keySet())));
    return file;
  }

  private static String app(Map.Entry<String, String> policy) {
    return """
      %s:
        appIds: [ %s ]
        environment: test
        trust: %s
        policy: %s
    """
        .formatted(policy.getKey(), APP_ID, ROOTS, policy.getValue());
  }

  private static String pem(Bytes certificate) {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.toArray())
        + "\n-----END CERTIFICATE-----\n";
  }
}
