package assay.http.server;

import assay.apple.TestKeys;
import assay.http.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate of 127.0.0.1 with its key, in files, and who trusts it. */
record TestTls(X509Certificate certificate, TlsFiles files) {
  static TestTls in(Path folder, String algorithm) {
    try {
      KeyPair pair = algorithm.equals("EC") ? TestKeys.p256() : TestKeys.rsa();
      X509Certificate certificate = TestKeys.certificate(pair);
      TlsFiles files = new TlsFiles(folder.resolve("chain.pem"), folder.resolve("key.pem"));
      Files.writeString(
          files.certificates(), TestKeys.pem("CERTIFICATE", certificate.getEncoded()));
      Files.writeString(files.privateKey(), TestKeys.p8(pair));
      return new TestTls(certificate, files);
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  SSLContext trusting() {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setCertificateEntry("it", certificate);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }
}
