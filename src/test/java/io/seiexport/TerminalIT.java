package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of {@code once} on a terminal. The terminal is that of the program script of util-linux. */
@TestInstance(Lifecycle.PER_CLASS)
class TerminalIT {
    private static final Pattern UP_AND_CLEAR = Pattern.compile("\033\\[(\\d+)A\033\\[J");

    private static final String UNDER_WAY = "(queued|waiting|downloading|delivering)";

    private int code;
    private List<List<String>> screens;

    @BeforeAll
    void watch_an_export_of_three_teams(@TempDir Path directory) throws Exception {
        String typed;
        var hasSeenDownload = new CountDownLatch(1);
        try (var sandbox = Sandbox.start(0, Options.defaults())) {
            var working = sandbox.faults().next(Call.STATUS, "ba", Fault.status("PROCESSING").forTeam("1")).forEver();
            sandbox.faults().next(Call.STATUS, "ba", Fault.answer(500, "{}").forTeam("2"));
            sandbox.faults().next(Call.CREATE, "ba", Fault.failing("Invalid teamId").forTeam("3"));
            sandbox.faults().next(Call.DOWNLOAD, "ba",
                    Fault.ordinary().heldAfter(100, hasSeenDownload).forTeam("1"));
            var installation = Installation.in(directory).exportingFrom(sandbox.address())
                    .only("ba", "team:1,team:2,team:3").set("export.ba.window", "fixed:2026-01-01..2026-03-31");
            try (var process = installation.onATerminal("once")) {
                process.awaitOutput("ba team:1 .*waiting", Installation.LIMIT);
                process.awaitOutput("WARN .*500", Installation.LIMIT);
                working.times(0);
                process.awaitOutput("ba team:1 .*downloading +[1-9]", Installation.LIMIT);
                hasSeenDownload.countDown();
                code = process.waitFor(Installation.LIMIT);
                typed = process.output();
            }
        }
        Files.writeString(Path.of("target", "terminal-of-once.txt"), typed);
        screens = screens(typed);
    }

    /** What stood on the screen after each piece of output. */
    private static List<List<String>> screens(String typed) {
        var screens = new ArrayList<List<String>>();
        var lines = new ArrayList<String>();
        var from = 0;
        for (var up = UP_AND_CLEAR.matcher(typed); up.find(); from = up.end()) {
            typed.substring(from, up.start()).lines().forEach(lines::add);
            screens.add(List.copyOf(lines));
            var cleared = lines.size() - Integer.parseInt(up.group(1));
            lines.subList(Math.max(0, cleared), lines.size()).clear();
        }
        typed.substring(from).lines().forEach(lines::add);
        screens.add(List.copyOf(lines));
        return screens;
    }

    @Test
    void the_status_is_the_same_as_without_a_terminal() {
        assertThat(code).isEqualTo(2);
    }

    @Test
    void while_they_are_under_way_each_export_has_one_line() {
        assertThat(screens).hasSizeGreaterThan(4).allSatisfy(screen ->
                assertThat(screen).filteredOn(line -> line.matches("ba team:1 .*" + UNDER_WAY + ".*"))
                        .hasSizeLessThan(2));
    }

    @Test
    void the_line_tells_how_far_the_export_is() {
        assertThat(screens)
                .anyMatch(screen -> indexOf(screen, "ba team:1 .*waiting.*") >= 0)
                .anyMatch(screen -> indexOf(screen, "ba team:1 .*downloading +[1-9]\\d? %.*") >= 0);
    }

    @Test
    void a_warning_stands_above_what_moves() {
        assertThat(screens).anySatisfy(screen -> {
            assertThat(indexOf(screen, "WARN .*500.*")).isNotNegative()
                    .isLessThan(indexOf(screen, "ba team:1 .*" + UNDER_WAY + ".*"));
        });
    }

    private static int indexOf(List<String> screen, String regex) {
        return IntStream.range(0, screen.size()).filter(i -> screen.get(i).matches(regex)).findFirst().orElse(-1);
    }

    @Test
    void in_the_end_there_is_what_became_of_each_and_the_table() {
        var last = screens.get(screens.size() - 1);
        var table = indexOf(last, "export +window +result.*");

        assertThat(last.subList(0, table))
                .filteredOn(line -> line.startsWith("ba team:")).hasSize(3)
                .noneMatch(line -> line.matches(".*" + UNDER_WAY + ".*"))
                .anyMatch(line -> line.matches("ba team:1 .*delivered, \\d+ rows, .*"))
                .anyMatch(line -> line.matches("ba team:3 .*FAILED: the server ended the job as FAILED.*"));
        assertThat(last.subList(table, last.size())).hasSize(5).endsWith("2 delivered, 1 failed.");
    }

    @Test
    void no_line_is_wider_than_a_narrow_terminal_before_the_table() {
        assertThat(screens).allSatisfy(screen -> assertThat(screen)
                .filteredOn(line -> line.matches("ba team:. .*" + UNDER_WAY + ".*"))
                .allMatch(line -> line.length() < 80));
    }
}
