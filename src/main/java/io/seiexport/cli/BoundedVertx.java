package io.seiexport.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;

/**
 * Lets the management port hold a bounded number of connections, each for a bounded time of silence. Camel offers no
 * setting for either, and whoever reaches the port could otherwise take all file descriptors from the exports.
 */
final class BoundedVertx extends VertxWrapper {
    private static final int MOST_CONNECTIONS = 64;
    private static final int IDLE_SECONDS = 10;
    /**
     * The port serves no files. A process that is killed would leave the folder of the cache behind. An answer that
     * takes two seconds on a busy machine is no reason for a warning.
     */
    private static final VertxOptions OPTIONS = new VertxOptions().setFileSystemOptions(
            new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false))
            .setMaxEventLoopExecuteTimeUnit(TimeUnit.MINUTES).setMaxEventLoopExecuteTime(1);

    BoundedVertx() {
        super((VertxInternal) Vertx.vertx(OPTIONS));
    }

    @Override
    public HttpServer createHttpServer(HttpServerOptions options) {
        // Without the question for HTTP/2 a connection is known, and counted, as soon as it is there.
        return super.createHttpServer(options.setIdleTimeout(IDLE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setHttp2ClearTextEnabled(false)).connectionHandler(new Connections()::opened);
    }

    /** Those that are open, in the order in which they came; too many are too many old ones. */
    private static final class Connections {
        private final Set<HttpConnection> open = new LinkedHashSet<>();

        private synchronized void opened(HttpConnection connection) {
            connection.closeHandler(closed -> closed(connection));
            open.add(connection);
            if (open.size() > MOST_CONNECTIONS) {
                var oldest = open.iterator().next();
                open.remove(oldest);
                oldest.close();
            }
        }

        private synchronized void closed(HttpConnection connection) {
            open.remove(connection);
        }
    }
}
