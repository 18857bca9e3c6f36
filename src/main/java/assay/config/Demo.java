package assay.config;

import assay.config.yaml.Folder;
import assay.core.Bytes;
import assay.core.pki.Signatures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * The configuration of {@code assay serve --demo}. It is read as a file would be, so that all
 * checks and variables hold; only its trusted roots are handed in. Whom it asks for receipts and
 * bits is given by variables, as {@code ASSAY_APPLE_TEST_DEVICECHECK}; else nobody.
 */
final class Demo {
  private static final Path ROOT = Path.of("simulator-root.pem");

  private Demo() {}

  static Configuration read(
      Path folder,
      DemoSimulator simulator,
      Bytes tokenSha256,
      Map<String, String> environment,
      Instant now,
      Signatures signatures)
      throws UnusableConfiguration {
    Folder only =
        new Folder(
            folder,
            (path, _) -> {
              if (path.equals(folder.resolve(ROOT))) {
                return simulator.roots();
              }
              if (path.equals(folder.resolve(simulator.team().privateKeyFile()))) {
                return simulator.privateKey();
              }
              throw new IOException("the demo reads no files; write a configuration instead");
            });
    return ConfigurationFile.read(
        "demo",
        file(folder, simulator, tokenSha256).getBytes(StandardCharsets.UTF_8),
        only,
        environment,
        now,
        signatures);
  }

  private static String file(Path folder, DemoSimulator simulator, Bytes tokenSha256) {
    return """
    store: %s
    public: { host: 127.0.0.1, port: 8080, limits: {
      perAddress: { rate: 100000, burst: 100000 }, perApp: { rate: 100000, burst: 100000 } } }
    internal: { host: 127.0.0.1, port: 8081 }
    apple: { test: { attestationData: %s, deviceCheck: %s } }
    teams:
      %s: { keyId: %s, privateKeyFile: %s }
    apps:
      demo:
        appIds: [ %s.com.example.demo ]
        environment: test
        trust: %s
        policy: { clientDataHash: allowed }
    callers:
      demo:
        tokenSha256: %s
        apps: [ demo ]
        allow: [ %s ]
    """
        .formatted(
            quoted("sqlite:" + folder.resolve("assay.db")),
            simulator.apple(),
            simulator.apple(),
            simulator.team().id(),
            simulator.team().keyId(),
            quoted(simulator.team().privateKeyFile().toString()),
            simulator.team().id(),
            ROOT,
            tokenSha256.hex(),
            String.join(", ", Caller.OPERATIONS.stream().sorted().toList()));
  }

  /** In YAML's single quotes, where nothing but the quote is special. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
