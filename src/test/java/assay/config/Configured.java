package assay.config;

import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.config.crypto.Providers;
import assay.config.yaml.Folder;
import assay.core.Bytes;
import assay.core.pki.Signatures;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A configuration in the making: the text of the file, the variables, and the files it names. */
record Configured(String yaml, Map<String, String> environment, Map<String, Bytes> files) {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final Signatures SIGNATURES = new Signatures(Providers.best());
  static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  /** The least that can be served. */
  static final String LEAST =
      """
      store: sqlite:data/assay.db
      apps:
        shop:
          appIds: [ TEAMID1234.com.example.shop ]
          environment: production
      """;

  private static final Path FOLDER = Path.of("/etc/assay");
  static final Bytes ROOT = certificate(true, "2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z");

  /** A team's. */
  static final Bytes P8 = key("EC", new ECGenParameterSpec("secp256r1"));

  static Configured of(String yaml) {
    return new Configured(yaml, Map.of(), Map.of());
  }

  Configured with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Configured(yaml, more, files);
  }

  Configured file(String name, Bytes content) {
    Map<String, Bytes> more = new HashMap<>(files);
    more.put(name, content);
    return new Configured(yaml, environment, more);
  }

  Configuration read() throws UnusableConfiguration {
    return read(yaml.getBytes(StandardCharsets.UTF_8));
  }

  Configuration read(byte[] content) throws UnusableConfiguration {
    return ConfigurationFile.read(
        "assay.yaml", content, new Folder(FOLDER, this::bytes), environment, NOW, SIGNATURES);
  }

  /** What is told where nothing starts. */
  List<String> problems() {
    return assertThrows(UnusableConfiguration.class, this::read).problems();
  }

  private Bytes bytes(Path path, int most) throws IOException {
    return Optional.ofNullable(files.get(FOLDER.relativize(path).toString()))
        .orElseThrow(() -> new NoSuchFileException(path.toString()));
  }

  /** A certificate in PEM, which its own key signed. */
  static Bytes certificate(boolean authority, String from, String to) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = keys.generateKeyPair();
      X500Name name = new X500Name("CN=A test's root");
      byte[] certificate =
          new JcaX509v3CertificateBuilder(
                  name,
                  BigInteger.ONE,
                  Date.from(Instant.parse(from)),
                  Date.from(Instant.parse(to)),
                  name,
                  pair.getPublic())
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(authority))
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
              .getEncoded();
      return pem(certificate);
    } catch (GeneralSecurityException | OperatorException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new private key in PKCS#8, in PEM. */
  static Bytes key(String algorithm, AlgorithmParameterSpec parameters) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance(algorithm);
      keys.initialize(parameters);
      return pem("PRIVATE KEY", keys.generateKeyPair().getPrivate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Bytes pem(byte[] certificate) {
    return pem("CERTIFICATE", certificate);
  }

  static Bytes pem(String what, byte[] der) {
    return Bytes.utf8(
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(der), what));
  }
}
