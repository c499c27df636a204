package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.DatedFront;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged program on a machine whose clock is fourteen days ahead of that of the server. */
class WrongClockIT {
    private static final Duration AHEAD = Duration.ofDays(14);
    private static final InstantSource SERVER = () -> Instant.now().minus(AHEAD);

    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private DatedFront front;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate().withClock(SERVER));
        front = DatedFront.before(sandbox.address(), SERVER);
        installation = Installation.in(directory).exportingFrom(front.address()).only("ba", "team:101,team:102");
    }

    @AfterEach
    void stop() {
        front.close();
        sandbox.close();
    }

    @Test
    void days_that_are_not_over_there_are_not_delivered() throws Exception {
        var today = LocalDate.now(ZoneOffset.UTC);
        installation.set("export.ba.window", "fixed:" + today.minusDays(40) + ".." + today.minusDays(10));

        var ended = installation.run("once");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).contains("the window closes at " + today.minusDays(8) + "T00:00:00Z, and the clock "
                + "of the server shows ").endsWith("0 delivered, 2 failed.\n");
        assertThat(ended.errors()).containsOnlyOnce("WARN  ServerClock: the clock of ");
        assertThat(installation.files("data")).isEmpty();
        assertThat(sandbox.count(Call.DOWNLOAD, "ba")).isZero();
    }

    @Test
    void days_that_are_over_there_are_delivered() throws Exception {
        var today = LocalDate.now(ZoneOffset.UTC);
        installation.set("export.ba.window", "fixed:" + today.minusDays(50) + ".." + today.minusDays(20));

        var ended = installation.run("once");

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).endsWith("2 delivered, 0 failed.\n");
    }

    @Test
    void check_warns_of_it_and_finds_nothing_else() throws Exception {
        var ended = installation.set("export.ba.granularity", "monthly").run("check");

        assertThat(ended.code()).isZero();
        assertThat(ended.output().lines()).filteredOn(line -> !line.startsWith("ok    ")).singleElement().asString()
                .startsWith("warn  clock: the clock of " + front.address().getAuthority() + " shows ");
    }
}
