package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;

import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GuardedConnectionTest {

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void a_server_that_speaks_first_is_told_nothing() throws Exception {
        try (var listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var wire = new GuardedSocket(null)) {
            var connection = new GuardedConnection();
            wire.connect(listener.getLocalSocketAddress());
            try (var server = listener.accept()) {
                server.getOutputStream().write("HTTP/1.1 200 OK\r\n".getBytes());
                Awaitility.await().forever().until(() -> wire.getInputStream().available() > 0);
                connection.bind(wire);

                assertThatThrownBy(() -> {
                    connection.sendRequestHeader(new BasicClassicHttpRequest("GET", "/"));
                    connection.flush();
                }).isInstanceOfSatisfying(EarlyAnswer.class, early -> assertThat(early.connectionIsNew()).isTrue());

                wire.shutdownOutput();
                assertThat(server.getInputStream().read()).isEqualTo(-1);
            }
        }
    }
}
