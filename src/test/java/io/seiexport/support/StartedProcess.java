package io.seiexport.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A running process of which every byte written is kept; closing it kills it, and nothing but it. */
public final class StartedProcess implements AutoCloseable {

    /** The exit code of a process that SIGKILL ended. */
    private static final int KILLED = 128 + 9;

    private final Process process;
    private final Object written = new Object();
    private final StringBuilder output = new StringBuilder();
    private final StringBuilder errors = new StringBuilder();
    private int openStreams = 2;

    private StartedProcess(Process process) {
        this.process = process;
    }

    /** Starts a process with nothing on its standard input. */
    public static StartedProcess start(ProcessBuilder builder) throws IOException {
        var started = new StartedProcess(builder.start());
        started.process.getOutputStream().close();
        started.keep(started.process.getInputStream(), started.output);
        started.keep(started.process.getErrorStream(), started.errors);
        return started;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has written to its standard output so far. */
    public String output() {
        synchronized (written) {
            return output.toString();
        }
    }

    /** What it has written to its standard error so far. */
    public String errors() {
        synchronized (written) {
            return errors.toString();
        }
    }

    /** Waits until whole lines of its standard output or error hold a match of {@code regex}. */
    public MatchResult awaitOutput(String regex, Duration limit) throws InterruptedException {
        var pattern = Pattern.compile(regex);
        return await(limit, "a match of '" + regex + "'", () -> firstMatch(pattern));
    }

    /** Waits until it has ended and all it wrote was read, and tells its exit code. */
    public int waitFor(Duration limit) throws InterruptedException {
        await(limit, "its end", () -> openStreams == 0 ? Optional.of(process) : Optional.empty());
        return process.waitFor();
    }

    /** The exit code of the ended process. */
    public int exitCode() {
        return process.exitValue();
    }

    /** Sends a signal by its name: {@code TERM}, {@code INT}, {@code KILL}. */
    public void signal(String name) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("sh", "-c", "kill -s " + name + " " + pid()).inheritIO().start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("signal " + name + " did not reach process " + pid());
        }
    }

    /** Kills it, and tells if it was still there to be killed: it may end at the very moment. */
    public boolean killed() throws InterruptedException {
        process.destroyForcibly();
        return process.waitFor() == KILLED;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private void keep(InputStream stream, StringBuilder text) {
        var reader = new Thread(() -> read(stream, text), "output of process " + pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream stream, StringBuilder text) {
        try (var reader = new InputStreamReader(stream, UTF_8)) {
            var chunk = new char[8192];
            for (int count = reader.read(chunk); count >= 0; count = reader.read(chunk)) {
                synchronized (written) {
                    text.append(chunk, 0, count);
                    written.notifyAll();
                }
            }
        } catch (IOException killed) {
            // The process was killed while it wrote; what it had written is kept.
        } finally {
            synchronized (written) {
                openStreams--;
                written.notifyAll();
            }
        }
    }

    private <T> T await(Duration limit, String what, Supplier<Optional<T>> condition) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        synchronized (written) {
            while (true) {
                var found = condition.get();
                if (found.isPresent()) {
                    return found.get();
                }
                var left = deadline - System.nanoTime();
                if (openStreams == 0 || left <= 0) {
                    throw new AssertionError("The process did not come to %s %s; it wrote%n%s%n%s".formatted(
                            what, left <= 0 ? "within " + limit : "before it ended", output, errors));
                }
                NANOSECONDS.timedWait(written, left);
            }
        }
    }

    private Optional<MatchResult> firstMatch(Pattern pattern) {
        return Stream.of(output, errors)
                .map(text -> pattern.matcher(openStreams == 0 ? text : text.substring(0, text.lastIndexOf("\n") + 1)))
                .flatMap(matcher -> matcher.results().limit(1))
                .findFirst();
    }
}
