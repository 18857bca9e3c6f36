package assay.bench.http;

import assay.core.Bytes;
import assay.device.KeySet;
import assay.process.Child;
import assay.process.Ports;
import assay.process.ServedApps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;

/** The express server of {@code src/bench/express}, with the keys in its memory. */
final class Express implements AutoCloseable {
  private static final Path SOURCE = Path.of("src/bench/express");
  private static final Bytes SPKI_HEAD =
      Bytes.hex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

  private final Child child;
  private final int port;

  private Express(Child child, int port) {
    this.child = child;
    this.port = port;
  }

  /** Installs the pinned packages, where they are not installed yet, and starts the server. */
  static Express start(Path folder, KeySet keys) throws IOException {
    Files.createDirectories(folder);
    for (String file : List.of("package.json", "package-lock.json", "server.js")) {
      Files.copy(SOURCE.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(folder.resolve("node_modules/node-app-attest"))) {
      Child.run(List.of("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"), folder);
    }
    Files.writeString(folder.resolve("keys.json"), json(keys));
    int port = Ports.free();
    String[] appId = ServedApps.APP_ID.split("\\.", 2);
    Child child =
        Child.start(
            List.of(
                "env",
                "NODE_ENV=production",
                "node",
                "server.js",
                Integer.toString(port),
                "keys.json",
                appId[0],
                appId[1]),
            folder,
            folder.resolve("express.log"));
    Ports.awaitListener(port);
    return new Express(child, port);
  }

  private static String json(KeySet keys) {
    StringJoiner json = new StringJoiner(",\n", "{", "}");
    for (int i = 0; i < keys.size(); i++) {
      byte[] info = SPKI_HEAD.concat(keys.point(i)).toArray();
      json.add(
          "\"%s\": \"-----BEGIN PUBLIC KEY-----\\n%s\\n-----END PUBLIC KEY-----\""
              .formatted(keys.keyId(i).base64(), Base64.getEncoder().encodeToString(info)));
    }
    return json.toString();
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    child.close();
  }
}
