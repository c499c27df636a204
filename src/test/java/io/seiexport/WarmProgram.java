package io.seiexport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.seiexport.Installation.Ended;
import io.seiexport.support.CommandLoop;
import io.seiexport.support.JavaProgram;

/**
 * A JVM that has run commands of the packaged program in a folder, and runs the next one there in a tenth of the time
 * that another JVM would take. It ends with the JVM of the tests at the latest. In a {@link WarmFolder} it outlives
 * the tests that have the folder.
 */
final class WarmProgram {
    /** As many as there are classes of tests at the same time, and some for the folders that they have beside. */
    private static final int MOST_IDLE = 6;
    /** Each command leaves a hook for the end of its JVM, which holds on to all of it. */
    private static final int MOST_COMMANDS = 40;
    private static final Deque<WarmProgram> IDLE = new ArrayDeque<>();

    private final Path directory;
    private final Process process;
    private final DataOutputStream commands;
    private final DataInputStream answers;
    private int commandsRun;

    private WarmProgram(Path directory) throws IOException {
        this.directory = directory;
        process = JavaProgram.packagedWithTestClasses(CommandLoop.class).in(directory).jvmOptions(Installation.QUICK)
                .jvmOptions("-Xmx256m")
                .call().redirectError(Redirect.INHERIT).start();
        commands = new DataOutputStream(process.getOutputStream());
        answers = new DataInputStream(process.getInputStream());
    }

    /** Runs a command to its end in the JVM that is warm in this folder, or else in a new one. */
    static Ended run(Path directory, String... command) throws IOException {
        var idle = take(directory);
        var program = idle.isPresent() ? idle.get() : new WarmProgram(directory);
        var ended = program.run(command);
        program.commandsRun++;
        if (program.commandsRun < MOST_COMMANDS) {
            putBack(program);
        } else {
            program.end();
        }
        return ended;
    }

    /** Nothing is under way in this folder afterwards: one in which something goes on after its commands is ended. */
    static void calm(Path directory) {
        var idle = take(directory);
        if (idle.isPresent()) {
            if (idle.get().isCalm()) {
                putBack(idle.get());
            } else {
                idle.get().end();
            }
        }
    }

    private static Optional<WarmProgram> take(Path directory) {
        synchronized (IDLE) {
            IDLE.removeIf(program -> !program.process.isAlive());
            var found = IDLE.stream().filter(program -> program.directory.equals(directory)).findFirst();
            found.ifPresent(IDLE::remove);
            return found;
        }
    }

    /** The one that was not needed for the longest time makes room. */
    private static void putBack(WarmProgram program) {
        var oldest = Optional.<WarmProgram>empty();
        synchronized (IDLE) {
            IDLE.addLast(program);
            if (IDLE.size() > MOST_IDLE) {
                oldest = Optional.of(IDLE.removeFirst());
            }
        }
        oldest.ifPresent(WarmProgram::end);
    }

    private void end() {
        process.destroyForcibly().onExit().join();
    }

    private Ended run(String... command) throws IOException {
        var limit = CompletableFuture.runAsync(process::destroyForcibly,
                CompletableFuture.delayedExecutor(Installation.LIMIT.toMillis(), MILLISECONDS));
        try {
            commands.writeInt(command.length);
            for (var argument : command) {
                commands.writeUTF(argument);
            }
            commands.flush();
            return new Ended(answers.readInt(), text(), text());
        } catch (IOException e) {
            process.destroyForcibly();
            throw new IOException("The JVM ended amid, or did not end within " + Installation.LIMIT + ": "
                    + Arrays.toString(command), e);
        } finally {
            limit.cancel(false);
        }
    }

    private boolean isCalm() {
        try {
            commands.writeInt(CommandLoop.CALM);
            commands.flush();
            return answers.readBoolean();
        } catch (IOException died) {
            return false;
        }
    }

    private String text() throws IOException {
        return new String(answers.readNBytes(answers.readInt()), UTF_8);
    }
}
