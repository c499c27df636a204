package io.seiexport.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/** Tries whether the management port can be opened: Camel would only log that it cannot, and go on without. */
final class ManagementPort {
    private static final String PORT = "camel.management.port";

    private ManagementPort() {
    }

    static void demandFree(Settings settings) {
        if (!settings.flag("camel.management.enabled")) {
            return;
        }
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
