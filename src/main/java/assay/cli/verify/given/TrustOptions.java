package assay.cli.verify.given;

import assay.cli.Input;
import assay.cli.UnusableInput;
import assay.cli.Verifiers;
import assay.config.crypto.Providers;
import assay.config.crypto.Roots;
import assay.core.pki.Signatures;
import assay.core.pki.TrustedRoots;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Which roots are trusted: Apple's, unless a file of others is named, and then never without a
 * word.
 */
public final class TrustOptions {
  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description =
          "Trust the roots in this PEM file instead of Apple's; for tests, and said in every line that rests on it.")
  private Optional<Path> trust = Optional.empty();

  /** The verifiers under these roots. */
  public Verifiers verifiers() throws UnusableInput {
    return trusted().verifiers();
  }

  /** The roots, and what is said of them. */
  public Trusted trusted() throws UnusableInput {
    Signatures signatures = new Signatures(Providers.best());
    if (trust.isEmpty()) {
      return new Trusted(
          new TrustedRoots(Roots.appleAppAttest(), signatures),
          new TrustedRoots(Roots.appleReceipts(), signatures),
          signatures,
          Optional.empty());
    }
    TrustedRoots roots = new TrustedRoots(roots(trust.get()), signatures);
    return new Trusted(roots, roots, signatures, warning());
  }

  public boolean given() {
    return trust.isPresent();
  }

  /** The warning, where the roots are not Apple's. */
  public Optional<String> warning() {
    return trust.map(file -> "NOT APPLE'S ROOT: " + file);
  }

  private static List<X509Certificate> roots(Path file) throws UnusableInput {
    try {
      return Roots.parse(Input.bytes("--trust", file, Input.MOST_BYTES).toArray());
    } catch (CertificateException e) {
      throw new UnusableInput("--trust: " + file + " cannot be used: " + e.getMessage());
    }
  }
}
