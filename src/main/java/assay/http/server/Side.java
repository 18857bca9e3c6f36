package assay.http.server;

import assay.http.Listener;
import assay.http.ListenerSettings;
import assay.http.admission.Gate;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Optional;

/**
 * A listener as all event loops serve it.
 *
 * @param tls the key and certificates that it shows, read from their files
 * @param port to listen on; loops that are given the same negative one share one that is free
 */
record Side(
    Listener listener,
    ListenerSettings settings,
    Optional<PemKeyCertOptions> tls,
    int port,
    Gate gate) {}
