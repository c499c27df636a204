package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A second member that is not there yet when the first one has been read, over a real connection. */
class LateMemberTest {

    private static final byte[] FIRST = ("a,b\n" + "1,2\n".repeat(50_000)).getBytes(UTF_8);
    private static final byte[] SECOND = "3,4\n".repeat(50_000).getBytes(UTF_8);

    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private ServerSocket server;
    private Socket client;
    private OutputStream wire;
    private ProvingStream stream;

    @BeforeEach
    void connect() throws Exception {
        server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        client = new Socket(server.getInetAddress(), server.getLocalPort());
        wire = server.accept().getOutputStream();
        stream = new ProvingStream(client.getInputStream(), FileLimits.DEFAULT);
    }

    @AfterEach
    void disconnect() throws Exception {
        reader.shutdownNow();
        wire.close();
        client.close();
        server.close();
    }

    @Test
    void a_late_second_member_is_read() throws Exception {
        Future<byte[]> content = reader.submit(stream::readAllBytes);
        sendFirstAndAwaitItsReading();

        wire.write(Gzip.member(SECOND));
        wire.close();

        assertThat(content.get()).isEqualTo(Gzip.join(FIRST, SECOND));
        assertThat(stream.proof().rows()).isEqualTo(100_000);
    }

    @Test
    void a_late_second_member_that_is_cut_off_is_refused() throws Exception {
        Future<RefusedFile> refused = reader.submit(
                () -> catchThrowableOfType(RefusedFile.class, stream::readAllBytes));
        sendFirstAndAwaitItsReading();

        wire.write(Gzip.member(SECOND), 0, 100);
        wire.close();

        assertThat(refused.get().reason()).hasToString("truncated");
    }

    @Test
    void its_progress_can_be_watched_from_another_thread() throws Exception {
        Future<byte[]> content = reader.submit(stream::readAllBytes);
        sendFirstAndAwaitItsReading();

        assertThat(content).isNotDone();
        assertThat(stream.received()).isEqualTo(Gzip.member(FIRST).length);
        assertThat(stream.unpacked()).isEqualTo(FIRST.length);
    }

    private void sendFirstAndAwaitItsReading() throws Exception {
        wire.write(Gzip.member(FIRST));
        wire.flush();
        await().atMost(Duration.ofMinutes(10)).until(() -> stream.unpacked() == FIRST.length);
    }
}
