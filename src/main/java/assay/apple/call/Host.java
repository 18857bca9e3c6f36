package assay.apple.call;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.util.Locale;

/**
 * A host that is asked.
 *
 * @param base with {@code http} or {@code https}, to which paths are appended
 */
record Host(URI base) {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final int IDLE_SECONDS = 30;

  boolean tls() {
    return base.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }

  String name() {
    String host = base.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private int port() {
    return base.getPort() >= 0 ? base.getPort() : tls() ? HTTPS : HTTP;
  }

  RequestOptions request(String path) {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setSsl(tls())
        .setHost(name())
        .setPort(port())
        .setURI(base.getRawPath() + path);
  }

  /**
   * HTTP/2 where the host speaks it; who the host is, the platform's roots say. A redirect is an
   * answer like others: it would carry the token elsewhere.
   */
  WebClientOptions options(Limits limits) {
    WebClientOptions options = new WebClientOptions();
    options
        .setUserAgent("assay")
        .setFollowRedirects(false)
        .setProtocolVersion(tls() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
        .setUseAlpn(tls())
        .setSsl(tls())
        .setVerifyHost(true)
        .setConnectTimeout((int) limits.connect().toMillis())
        .setKeepAliveTimeout(IDLE_SECONDS)
        .setHttp2KeepAliveTimeout(IDLE_SECONDS);
    return options;
  }

  static PoolOptions pool(Limits limits) {
    return new PoolOptions().setHttp1MaxSize(limits.inFlight()).setHttp2MaxSize(1);
  }

  @Override
  public String toString() {
    return name();
  }
}
