package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.support.LogLines;

/** A key in a file can be exchanged while the program runs. */
class KeyRenewalTest extends RouteTest {
    private Path key;

    @Override
    protected Options sandboxOptions() {
        return Options.immediate().withKey("the-new-key");
    }

    @BeforeEach
    void oldKey() throws Exception {
        key = Files.writeString(folder.resolve("key"), "the-old-key\n");
        start(Map.of("export.ba.scopes", "team:1", "sei.api-key", "file:" + key));
    }

    @Test
    void a_key_that_was_exchanged_is_read_again_without_a_restart() throws Exception {
        ring("ba");
        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly(Reason.UNAUTHORIZED);
        assertThat(sandbox().count(Call.CREATE, "ba")).isEqualTo(1);
        exchangeTheKey();

        ring("ba");

        assertThat(ends.await(2).delivered()).hasSize(1);
        assertThat(sandbox().count(Call.CREATE, "ba")).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "STATUS", "DOWNLOAD"})
    void a_server_that_refuses_the_new_key_too_is_asked_once_more_and_not_again(Call call) throws Exception {
        exchangeTheKey();
        sandbox().faults().next(call, Fault.answer(401, "{}")).forEver();

        ring("ba");

        assertThat(ends.await().failed().values()).extracting(Failure::reason).containsExactly(Reason.UNAUTHORIZED);
        assertThat(sandbox().count(call, "ba")).isEqualTo(1);
    }

    @Test
    void neither_key_is_shown() throws Exception {
        sandbox().faults().next(Call.CREATE, Fault.echoingKey(401)).forEver();
        try (var log = LogLines.ofAll()) {
            ring("ba");
            ends.await();
            exchangeTheKey();
            ring("ba");
            ends.await(2);

            assertThat(log.lines()).noneMatch(line -> line.contains("the-old-key") || line.contains("the-new-key"));
        }
        assertThat(ends.failed().values()).isNotEmpty().noneMatch(failure -> failure.sentence().contains("-key\n"));
    }

    private void exchangeTheKey() throws IOException {
        Files.writeString(key, "the-new-key\n");
    }
}
