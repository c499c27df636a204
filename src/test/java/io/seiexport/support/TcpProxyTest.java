package io.seiexport.support;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TcpProxyTest {

    private Sender sender;
    private TcpProxy proxy;

    /** A server that answers each request, a number of four bytes, with as many bytes. */
    private static final class Sender implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));

        Sender() throws IOException {
            start(this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }

        private void accept() {
            try {
                while (true) {
                    var socket = listener.accept();
                    start(() -> answer(socket));
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private static void answer(Socket socket) {
            try (socket; var requests = new DataInputStream(socket.getInputStream())) {
                while (true) {
                    socket.getOutputStream().write("x".repeat(requests.readInt()).getBytes(US_ASCII));
                }
            } catch (IOException over) {
                // The connection has ended.
            }
        }

        private static void start(Runnable work) {
            var thread = new Thread(work, "sender");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @BeforeEach
    void start() throws IOException {
        sender = new Sender();
        proxy = TcpProxy.to("127.0.0.1", sender.port());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        sender.close();
    }

    @Test
    void a_sound_wire_forwards_all_and_counts_it() throws IOException {
        try (var one = connect(); var other = connect()) {
            ask(one, 100_000);
            assertThat(read(one, 100_000)).hasSize(100_000);
            ask(other, 7);
            assertThat(read(other, 7)).hasSize(7);
        }

        assertThat(proxy.connections()).isEqualTo(2);
        assertThat(proxy.requestBytes()).isEqualTo(8);
        assertThat(proxy.responseBytes()).isEqualTo(100_007);
    }

    @Test
    void latency_delays_every_answer() throws IOException {
        proxy.latency(ofMillis(300));
        try (var client = connect()) {
            assertThat(timeOfAnswer(client)).isGreaterThanOrEqualTo(ofMillis(300));
            assertThat(timeOfAnswer(client)).isGreaterThanOrEqualTo(ofMillis(300));
        }
    }

    @Test
    void an_answer_held_back_on_a_running_connection_comes_when_the_latency_is_taken_away() throws IOException {
        try (var client = connect()) {
            timeOfAnswer(client);
            proxy.latency(ofHours(1));
            ask(client, 10);
            client.setSoTimeout(300);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            proxy.none();
            client.setSoTimeout(0);
            assertThat(read(client, 10)).hasSize(10);
        }
    }

    @Test
    void a_cut_ends_the_answer_after_exactly_that_many_bytes() throws IOException {
        proxy.cutAfter(12_345);
        try (var client = connect()) {
            ask(client, 100_000);

            assertThat(client.getInputStream().readAllBytes()).hasSize(12_345);
        }
        assertThat(proxy.responseBytes()).isEqualTo(12_345);
    }

    @Test
    void a_cut_counts_from_the_moment_it_is_set() throws IOException {
        try (var client = connect()) {
            ask(client, 20_000);
            read(client, 20_000);

            proxy.cutAfter(10_000);
            ask(client, 20_000);

            assertThat(client.getInputStream().readAllBytes()).hasSize(10_000);
        }
    }

    @Test
    void a_cut_at_the_end_of_an_answer_lets_it_through_whole() throws IOException {
        proxy.cutAfter(5_000);
        try (var client = connect()) {
            ask(client, 5_000);

            assertThat(client.getInputStream().readAllBytes()).hasSize(5_000);
        }
    }

    @Test
    void a_reset_is_felt_as_one() throws IOException {
        proxy.resetAfter(1_000);
        try (var client = connect()) {
            ask(client, 100_000);

            assertThatThrownBy(() -> client.getInputStream().readAllBytes())
                    .isInstanceOf(SocketException.class).hasMessageContaining("reset");
        }
        assertThat(proxy.responseBytes()).isEqualTo(1_000);
    }

    @Test
    void a_trickle_is_as_slow_as_asked_for_until_it_is_taken_away() throws IOException {
        proxy.trickle(1_000);
        try (var client = connect()) {
            var start = System.nanoTime();
            ask(client, 1_000_000);
            read(client, 500);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(ofMillis(400));

            proxy.none();
            assertThat(read(client, 999_500)).hasSize(999_500);
        }
    }

    @Test
    void a_stall_keeps_the_connection_open_and_sends_nothing_until_it_is_taken_away() throws IOException {
        proxy.stallAfter(1_000);
        try (var client = connect()) {
            ask(client, 5_000);
            read(client, 1_000);
            client.setSoTimeout(300);
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

            proxy.none();
            client.setSoTimeout(0);
            assertThat(read(client, 4_000)).hasSize(4_000);
        }
    }

    @Test
    void a_refusing_wire_closes_running_connections_and_new_ones_until_the_fault_is_taken_away() throws IOException {
        try (var running = connect()) {
            ask(running, 1);
            read(running, 1);

            proxy.refuse();
            assertThat(running.getInputStream().read()).isEqualTo(-1);
        }
        try (var refused = connect()) {
            assertThat(refused.getInputStream().read()).isEqualTo(-1);
        }
        proxy.none();
        try (var client = connect()) {
            ask(client, 3);
            assertThat(read(client, 3)).hasSize(3);
        }
        assertThat(proxy.connections()).isEqualTo(3);
    }

    @Test
    void a_server_that_is_away_closes_the_connection() throws IOException {
        try (var away = new SilentPort(); var proxy = TcpProxy.to("127.0.0.1", away.number());
                var client = new Socket("127.0.0.1", proxy.port())) {
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_closed_proxy_lets_nobody_in() throws IOException {
        proxy.close();

        // Another test may have got the port by now: what counts is that this proxy let nobody in.
        try (var socket = connect()) {
            assertThat(socket.isConnected()).isTrue();
        } catch (ConnectException e) {
            assertThat(e).hasMessageContaining("refused");
        }
        assertThat(proxy.connections()).isZero();
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", proxy.port()));
        return socket;
    }

    private static void ask(Socket socket, int bytes) throws IOException {
        socket.getOutputStream().write(ByteBuffer.allocate(4).putInt(bytes).array());
    }

    private static byte[] read(Socket socket, int count) throws IOException {
        return socket.getInputStream().readNBytes(count);
    }

    private static Duration timeOfAnswer(Socket socket) throws IOException {
        var start = System.nanoTime();
        ask(socket, 10);
        read(socket, 10);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
