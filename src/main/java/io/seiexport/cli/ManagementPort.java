package io.seiexport.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import io.vertx.core.Vertx;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;

/** Sees to it that the management port can be opened, and that whoever calls there cannot take too much of it. */
final class ManagementPort {
    private static final String PORT = "camel.management.port";

    private ManagementPort() {
    }

    /** The server of the port, if there is to be one, uses the Vert.x that it finds in the registry. */
    static void prepare(CamelContext context, Settings settings) {
        if (settings.flag("camel.management.enabled")) {
            demandFree(settings);
            var vertx = new BoundedVertx();
            context.getRegistry().bind("management-vertx", Vertx.class, vertx);
            context.addLifecycleStrategy(new LifecycleStrategySupport() {
                @Override
                public void onContextStopped(CamelContext ended) {
                    vertx.close();
                }
            });
        }
    }

    /** Camel would only log that it cannot be opened, and go on without. */
    private static void demandFree(Settings settings) {
        var host = settings.text("camel.management.host");
        var port = settings.count(PORT, 0);
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException | IllegalArgumentException e) {
            throw new SettingException(PORT, String.valueOf(port),
                    "this port of " + host + " cannot be opened: " + e.getMessage());
        }
    }
}
