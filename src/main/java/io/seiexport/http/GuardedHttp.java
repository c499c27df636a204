package io.seiexport.http;

import javax.net.ssl.SSLSocket;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpComponent;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.socket.ConnectionSocketFactory;
import org.apache.hc.client5.http.socket.LayeredConnectionSocketFactory;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.Registry;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;

/** Camel's component {@code http} with connections that look at what a server sends before anything is made of it. */
@SuppressWarnings("deprecation")
public final class GuardedHttp extends HttpComponent {

    private static final int CONNECTIONS = 80;

    public GuardedHttp(HttpClientConfigurer configurer) {
        setX509HostnameVerifier(new AlternativeNames());
        setHttpClientConfigurer(configurer);
        setMaxTotalConnections(CONNECTIONS);
        setConnectionsPerRoute(CONNECTIONS / 2);
        // They would travel from one export to the next.
        setCookieManagementDisabled(true);
        // The client would repeat some calls on its own, uncounted, and hold a thread while it waits.
        setAutomaticRetriesDisabled(true);
    }

    /** As Camel makes it, of other connections. */
    @Override
    protected HttpClientConnectionManager createConnectionManager(Registry<ConnectionSocketFactory> sockets, int total,
            int perRoute, SocketConfig config) {
        var operator = new DefaultHttpClientConnectionOperator(GuardedSocket::new, null, null, encrypting(sockets));
        var connections = new PoolingHttpClientConnectionManager(operator, PoolConcurrencyPolicy.STRICT,
                PoolReusePolicy.LIFO, TimeValue.ofMilliseconds(getConnectionTimeToLive()),
                ignored -> new GuardedConnection());
        connections.setMaxTotal(total > 0 ? total : getMaxTotalConnections());
        connections.setDefaultMaxPerRoute(perRoute > 0 ? perRoute : getConnectionsPerRoute());
        connections.setDefaultSocketConfig(config);
        return connections;
    }

    private static Lookup<TlsSocketStrategy> encrypting(Registry<ConnectionSocketFactory> sockets) {
        return scheme -> sockets.lookup(scheme) instanceof LayeredConnectionSocketFactory tls
                ? (socket, host, port, attachment, context) ->
                        (SSLSocket) tls.createLayeredSocket(socket, host, port, attachment, context)
                : null;
    }
}
