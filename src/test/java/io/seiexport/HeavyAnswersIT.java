package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.seiexport.support.RawSei;
import io.seiexport.support.RawServer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose answers about a job are large, and take fifty times their room once they are read. */
class HeavyAnswersIT {
    private static final int JOBS = 20;
    private static final String HEAP = "-Xmx64m";
    private static final String ITEM = "{\"a\":{}},";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {60_000, 1_000_000})
    void so_many_jobs_that_are_waited_for_at_the_same_time_do_not_fill_the_memory(int bytes) throws Exception {
        var heavy = "{\"status\":\"PROCESSING\",\"items\":[" + ITEM.repeat(bytes / ITEM.length()) + "{}]}";
        var sei = new RawSei(4);
        try (var server = RawServer.start(call -> {
            var answer = sei.to(call);
            call.send(new String(answer).contains("PROCESSING") ? RawSei.json(200, heavy) : answer);
        })) {
            var ended = Installation.ended(installation(server).program().jvmOptions(HEAP), "once");

            assertThat(ended.errors()).doesNotContain("OutOfMemoryError");
            if (bytes < 64 * 1024) {
                assertThat(ended.output()).contains(JOBS + " delivered, 0 failed.");
            } else {
                assertThat(ended.output()).contains("0 delivered, " + JOBS + " failed.",
                        "the server's answer is longer than 65536 bytes");
            }
        }
    }

    private Installation installation(RawServer server) throws Exception {
        return Installation.in(folder).exportingFrom(server.address())
                .only("ba", IntStream.rangeClosed(1, JOBS).mapToObj(team -> "team:" + team)
                .collect(Collectors.joining(",")))
                .set("retry.max-attempts", "2");
    }
}
