package assay.bench;

import assay.core.Bytes;
import assay.simulator.maker.AttestationMaker.Made;
import assay.simulator.maker.SoftwareDevice;
import assay.simulator.maker.authority.TestApple;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What all benchmarks go over: as many keys as there are cases, each with the attestation and one
 * assertion that it made, of a phone with iOS 26. They are made once, as that takes longer than a
 * benchmark, and read from a file by each JVM.
 *
 * @param root DER of the root of all attestations
 * @param receiptRoot DER of the root of all receipts
 */
record Evidence(Bytes root, Bytes receiptRoot, List<Case> cases) {
  /** More than the JDK's certificate cache holds; a power of two. */
  static final int CASES = 2048;

  static final String TEAM = "ASSAYBENCH";
  static final String BUNDLE = "example.app";
  static final String APP_ID = TEAM + "." + BUNDLE;
  static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private static final Path FILE = Path.of("target/bench-evidence");

  /**
   * One key.
   *
   * @param challenge what the attestation answers; 32 bytes
   * @param point the public key as it would be stored, 65 bytes
   * @param clientData what the assertion signs
   */
  record Case(
      Bytes challenge,
      Bytes keyId,
      Bytes point,
      Bytes attestation,
      Bytes leaf,
      Bytes receipt,
      Bytes clientData,
      Bytes assertion) {
    Bytes challengeHash() {
      return Bytes.sha256(challenge);
    }

    Bytes clientDataHash() {
      return Bytes.sha256(clientData);
    }
  }

  static Evidence make() {
    TestApple apple = TestApple.of("bench");
    return new Evidence(
        apple.attestations().root(),
        apple.receipts().root(),
        IntStream.range(0, CASES).parallel().mapToObj(i -> makeCase(apple, i)).toList());
  }

  private static Case makeCase(TestApple apple, int number) {
    SoftwareDevice device = SoftwareDevice.of(apple, "bench device " + number, APP_ID);
    Bytes challenge = Bytes.sha256(Bytes.utf8("bench challenge " + number));
    Bytes clientData =
        Bytes.utf8("{\"order\":" + number + ",\"challenge\":\"" + challenge.base64() + "\"}");
    Made made = device.attestation(Bytes.sha256(challenge), NOW).make();
    return new Case(
        challenge,
        made.keyId(),
        made.publicKey(),
        made.object(),
        made.leaf(),
        made.receipt().orElseThrow(),
        clientData,
        device.assertion(Bytes.sha256(clientData), 1).make());
  }

  static Evidence read() {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(FILE)))) {
      Bytes root = read(in);
      Bytes receiptRoot = read(in);
      List<Case> cases = new ArrayList<>();
      for (int i = 0; i < CASES; i++) {
        cases.add(
            new Case(
                read(in), read(in), read(in), read(in), read(in), read(in), read(in), read(in)));
      }
      return new Evidence(root, receiptRoot, cases);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write() throws IOException {
    try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(FILE)))) {
      write(out, root);
      write(out, receiptRoot);
      for (Case one : cases) {
        write(out, one.challenge());
        write(out, one.keyId());
        write(out, one.point());
        write(out, one.attestation());
        write(out, one.leaf());
        write(out, one.receipt());
        write(out, one.clientData());
        write(out, one.assertion());
      }
    }
  }

  private static Bytes read(DataInputStream in) throws IOException {
    return Bytes.of(in.readNBytes(in.readInt()));
  }

  private static void write(DataOutputStream out, Bytes bytes) throws IOException {
    out.writeInt(bytes.length());
    out.write(bytes.toArray());
  }

  static X509Certificate certificate(Bytes der) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der.toArray()));
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
