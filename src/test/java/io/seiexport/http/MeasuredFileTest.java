package io.seiexport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import io.seiexport.failure.Abandoned;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes on the connection only after all bytes of the length were read; EndOfFileTest has what came before. */
class MeasuredFileTest {
    private static final byte[] CSV = "Team,Hours\nA,1\n".getBytes(UTF_8);

    private ServerSocket listener;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        server = listener.accept();
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        server.close();
        listener.close();
    }

    /** The server sends it when the file is looked behind for the first time. */
    private MeasuredFile followedBy(String rest) throws IOException {
        var in = client.getInputStream();
        var sent = new boolean[1];
        return new MeasuredFile(new ByteArrayInputStream(CSV), CSV.length, client, () -> {
            if (!sent[0]) {
                sent[0] = true;
                server.getOutputStream().write(rest.getBytes(UTF_8));
                server.shutdownOutput();
            }
            return in.read();
        });
    }

    @Test
    void what_comes_only_after_the_length_was_read_is_seen_too() throws Exception {
        try (var file = followedBy("00\n")) {
            assertThatThrownBy(file::readAllBytes).isInstanceOf(Abandoned.class)
                    .hasMessageContaining("more than the " + CSV.length + " bytes of its Content-Length");
        }
    }

    @Test
    void an_answer_to_nothing_is_no_part_of_the_file() throws Exception {
        try (var file = followedBy("HTTP/1.1 408 Request Timeout\r\n\r\n")) {
            assertThat(file.readAllBytes()).isEqualTo(CSV);
        }
    }

    @Test
    void nothing_is_no_part_of_the_file_either() throws Exception {
        try (var file = followedBy("")) {
            assertThat(file.readAllBytes()).isEqualTo(CSV);
        }
    }
}
