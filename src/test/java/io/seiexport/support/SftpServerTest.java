package io.seiexport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpServerTest {

    @TempDir
    private Path root;
    private SftpServer server;
    private CamelContext camel;

    @BeforeEach
    void start() throws Exception {
        server = SftpServer.start(root);
        camel = new DefaultCamelContext();
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
        server.close();
    }

    @Test
    void a_file_written_under_a_temporary_name_lies_below_the_root_under_its_own() throws Exception {
        write("exports/ba", server.password());

        assertThat(Files.readString(server.root().resolve("exports/ba/all.csv"))).isEqualTo("a,b\n1,2\n");
        try (var files = Files.list(root.resolve("exports/ba"))) {
            assertThat(files).containsExactly(root.resolve("exports/ba/all.csv"));
        }
    }

    @Test
    void a_written_file_is_read_back() {
        write("exports", server.password());

        var read = camel.createConsumerTemplate()
                .receiveBody(address("exports", server.password()) + "&fileName=all.csv", 10_000, String.class);

        assertThat(read).isEqualTo("a,b\n1,2\n");
    }

    @Test
    void a_wrong_password_is_refused() {
        assertThatThrownBy(() -> write("exports", "guessed"))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(GenericFileOperationFailedException.class)
                .hasStackTraceContaining("Auth fail");
    }

    private void write(String directory, String password) {
        camel.createProducerTemplate().sendBodyAndHeader(
                address(directory, password) + "&tempFileName=${file:onlyname}.part", "a,b\n1,2\n",
                "CamelFileName", "all.csv");
    }

    private String address(String directory, String password) {
        return "sftp:127.0.0.1:" + server.port() + "/" + directory + "?username=" + server.user()
                + "&password=RAW(" + password + ")&useUserKnownHostsFile=false&strictHostKeyChecking=no"
                + "&maximumReconnectAttempts=0";
    }
}
