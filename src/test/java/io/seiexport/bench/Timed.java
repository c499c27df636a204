package io.seiexport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.seiexport.support.StartedProcess;

/**
 * A command as a process of its own, whose cost is taken from its start to its end: by GNU time where that is
 * installed, else by looking into /proc again and again. Closing it kills it with all that it has started.
 */
final class Timed implements AutoCloseable {
    private static final Path GNU_TIME = Path.of("/usr/bin/time");
    private static final long PAUSE_MILLIS = 10;

    private final StartedProcess process;
    private final Path account;
    private final long begun;
    private final Map<Long, ProcessLook> seen = new HashMap<>();

    /**
     * What a command has cost.
     *
     * @param processor  seconds of processor time of it and all that it has started
     * @param residentKb the most memory that a single process of these has held
     */
    record Cost(double wall, double processor, long residentKb, int exitCode, String output, String errors) {
    }

    private Timed(StartedProcess process, Path account, long begun) {
        this.process = process;
        this.account = account;
        this.begun = begun;
    }

    static Timed start(ProcessBuilder command) throws IOException {
        if (!Files.isExecutable(GNU_TIME)) {
            return new Timed(StartedProcess.start(command), null, System.nanoTime());
        }
        var account = Files.createTempFile("cost", ".txt");
        var timed = new ArrayList<>(List.of(GNU_TIME.toString(), "-q", "-f", "%U %S %M", "-o", account.toString()));
        timed.addAll(command.command());
        var begun = System.nanoTime();
        return new Timed(StartedProcess.start(command.command(timed)), account, begun);
    }

    /** Runs it to its end. */
    static Cost run(ProcessBuilder command, Duration limit) throws IOException, InterruptedException {
        try (var timed = start(command)) {
            return timed.await(limit, () -> { });
        }
    }

    /** What /proc tells of the command itself now. */
    Optional<ProcessLook> look() {
        return command().flatMap(found -> ProcessLook.at(found.pid()));
    }

    private Optional<ProcessHandle> command() {
        var started = ProcessHandle.of(process.pid());
        return account == null ? started : started.flatMap(time -> time.children().findFirst());
    }

    /** Waits for its end, and lets {@code meanwhile} look at something each few milliseconds. */
    Cost await(Duration limit, Runnable meanwhile) throws IOException, InterruptedException {
        while (process.isAlive()) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                throw new IllegalStateException("The command did not end within " + limit + "; it wrote\n"
                        + process.output() + process.errors());
            }
            if (account == null) {
                remember();
            }
            meanwhile.run();
            Thread.sleep(PAUSE_MILLIS);
        }
        var wall = (System.nanoTime() - begun) / 1e9;
        var code = process.waitFor(limit);
        if (account == null) {
            return new Cost(wall, seen.values().stream().mapToDouble(ProcessLook::processor).sum(),
                    seen.values().stream().mapToLong(ProcessLook::mostKb).max().orElse(0), code, process.output(),
                    process.errors());
        }
        var figures = Files.readString(account).strip().split(" ");
        return new Cost(wall, Double.parseDouble(figures[0]) + Double.parseDouble(figures[1]),
                Long.parseLong(figures[2]), code, process.output(), process.errors());
    }

    private void remember() {
        ProcessHandle.of(process.pid()).stream().flatMap(self -> Stream.concat(Stream.of(self), self.descendants()))
                .forEach(one -> ProcessLook.at(one.pid())
                        .ifPresent(look -> seen.merge(one.pid(), look, ProcessLook::thenLater)));
    }

    @Override
    public void close() throws IOException {
        ProcessHandle.of(process.pid()).stream().flatMap(ProcessHandle::descendants).toList()
                .forEach(ProcessHandle::destroyForcibly);
        process.close();
        if (account != null) {
            Files.deleteIfExists(account);
        }
    }
}
