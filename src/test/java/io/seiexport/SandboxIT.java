package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

import io.seiexport.support.JavaProgram;
import io.seiexport.support.StartedProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator as a program of its own, in any folder. */
class SandboxIT {
    @TempDir
    private Path anyFolder;
    private StartedProcess process;
    private URI address;

    @BeforeEach
    void start() throws Exception {
        process = JavaProgram.packaged().in(anyFolder).start("sandbox", "--port", "0");
        address = URI.create(process.awaitOutput("SEI sandbox on (http://127\\.0\\.0\\.1:[1-9]\\d*)\n",
                Installation.LIMIT).group(1));
    }

    @AfterEach
    void stop() {
        process.close();
    }

    @Test
    void it_answers_at_the_address_that_it_prints() throws Exception {
        var list = HttpRequest.newBuilder(URI.create(address
                        + "/v2/insights/productivity/exports?projectIdentifier=p&orgIdentifier=o"))
                .header("x-api-key", "any").build();

        var answer = HttpClient.newHttpClient().send(list, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("{");
    }

    @Test
    void an_installation_exports_from_it(@TempDir Path folder) throws Exception {
        var ended = Installation.in(folder).exportingFrom(address).only("ba", "team:1").run("once");

        assertThat(ended.output()).contains("\n1 delivered, 0 failed.");
    }

    @Test
    void it_ends_when_it_is_told_to() throws Exception {
        process.signal("TERM");

        assertThat(process.waitFor(Installation.LIMIT)).isEqualTo(128 + 15);
    }
}
