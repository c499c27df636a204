package io.seiexport.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.LogManager;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import io.seiexport.cli.SeiExport;
import io.seiexport.failure.FatalErrorHandler;
import org.slf4j.LoggerFactory;

/**
 * Runs one command of the program after the other, each as if this JVM had been started for it. A command comes on
 * standard input, as the number of its arguments and these; its exit status and what it wrote to standard output and
 * standard error go to standard output. Instead of a command it may be asked whether all of them have really ended.
 * The JVM ends when its standard input does.
 */
public final class CommandLoop {
    /** In place of a number of arguments: whether no thread of a command is left, or will be in a moment. */
    public static final int CALM = -1;
    private static final Set<String> OF_JAVA = Set.of("system", "InnocuousThreadGroup");
    private static final String[] ASKED = {};
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final BlockingQueue<String[]> commands = new LinkedBlockingQueue<>();
    private final InputStream in = System.in;
    private final DataOutputStream answers = new DataOutputStream(new FileOutputStream(FileDescriptor.out));
    private final Properties fresh = (Properties) System.getProperties().clone();

    private CommandLoop() {
    }

    public static void main(String[] none) throws Exception {
        new CommandLoop().run();
    }

    private void run() throws IOException, InterruptedException, JoranException {
        System.setIn(InputStream.nullInputStream());
        // Whoever started this JVM may be gone while a command is under way.
        var reader = new Thread(this::read, "commands");
        reader.setDaemon(true);
        reader.start();
        var ours = Set.copyOf(threads());
        while (true) {
            var command = commands.take();
            if (command == ASKED) {
                answers.writeBoolean(isCalm(ours));
                answers.flush();
            } else {
                answer(command);
            }
        }
    }

    private void read() {
        try (var calls = new DataInputStream(in)) {
            while (true) {
                var count = calls.readInt();
                var command = count == CALM ? ASKED : new String[count];
                for (var i = 0; i < command.length; i++) {
                    command[i] = calls.readUTF();
                }
                commands.add(command);
            }
        } catch (IOException ended) {
            Runtime.getRuntime().halt(0);
        }
    }

    private void answer(String[] command) throws IOException, InterruptedException, JoranException {
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        System.setOut(new PrintStream(output, true, UTF_8));
        System.setErr(new PrintStream(errors, true, UTF_8));
        var first = beLikeFresh(command);
        var others = threads();
        var status = SeiExport.execute(Arrays.copyOfRange(command, first, command.length));
        if (status == 0) {
            awaitThreadsBut(others);
        }
        answers.writeInt(status);
        for (var written : new ByteArrayOutputStream[] {output, errors}) {
            answers.writeInt(written.size());
            written.writeTo(answers);
        }
        answers.flush();
    }

    /**
     * What commands change of their JVM: settings that they hand to their logs, and the logs. As in a call of Java, what
     * comes first may be properties, such as -Dkey=value; returns how many.
     */
    private int beLikeFresh(String[] command) throws IOException, JoranException {
        System.setProperties((Properties) fresh.clone());
        var first = 0;
        for (; first < command.length && command[first].startsWith("-D"); first++) {
            var property = command[first].substring(2).split("=", 2);
            System.setProperty(property[0], property.length > 1 ? property[1] : "");
        }
        Thread.setDefaultUncaughtExceptionHandler(new FatalErrorHandler());
        // Its console is the standard error of the command that first wrote there.
        LogManager.getLogManager().readConfiguration();
        var logback = (LoggerContext) LoggerFactory.getILoggerFactory();
        logback.reset();
        new ContextInitializer(logback).autoConfig();
        return first;
    }

    /** A JVM whose main method has returned is alive until these have ended; after a failure nothing waits for them. */
    private static void awaitThreadsBut(Set<Thread> others) throws InterruptedException {
        for (var thread : threads()) {
            if (!thread.isDaemon() && !others.contains(thread)) {
                thread.join();
            }
        }
    }

    /** Threads that Java keeps for whoever needs them do nothing by themselves. */
    private static boolean isCalm(Set<Thread> ours) throws InterruptedException {
        var limit = System.nanoTime() + MOMENT.toNanos();
        for (var thread : threads()) {
            var group = thread.getThreadGroup();
            if (!ours.contains(thread) && group != null && !OF_JAVA.contains(group.getName())
                    && !thread.getName().startsWith("ForkJoinPool.commonPool-")) {
                thread.join(Math.max(1, Duration.ofNanos(limit - System.nanoTime()).toMillis()));
                if (thread.isAlive()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }
}
