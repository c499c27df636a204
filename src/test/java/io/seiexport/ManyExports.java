package io.seiexport;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Simulator;
import io.seiexport.support.JavaProgram;
import io.seiexport.support.StartedProcess;

/**
 * Measures what many exports in flight at the same time cost: the packaged program, against a simulator in a process of
 * its own. To be run by hand, with the number of exports and the seconds of a job, and options for the JVM if need be:
 * {@code java -cp target/sei-export.jar:target/test-classes io.seiexport.ManyExports 5000 30}.
 */
final class ManyExports {
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final long LOOK_MILLIS = 250;
    /** So often the ledger is asked how many windows are under way. */
    private static final int LOOKS_PER_COUNT = 8;
    private static final String[] USUAL = {"-Xmx128m"};

    private final Installation installation;
    private final int exports;
    private final int jobSeconds;

    private int mostInFlight;
    private int mostThreads;
    private long peakKilobytes;
    private Duration processor = Duration.ZERO;
    private Duration processorAtFirst;
    private long startedAt;
    private long firstAt;

    /** A simulator whose jobs all take the same time. */
    static final class LongJobs {
        private LongJobs() {
        }

        public static void main(String[] seconds) throws InterruptedException {
            var time = Duration.ofSeconds(Long.parseLong(seconds[0]));
            var simulator = Simulator.start(0, Options.defaults().lasting(time, Duration.ZERO));
            System.out.println(simulator.address());
            new CountDownLatch(1).await();
        }
    }

    private ManyExports(Installation installation, int exports, int jobSeconds) {
        this.installation = installation;
        this.exports = exports;
        this.jobSeconds = jobSeconds;
    }

    public static void main(String[] arguments) throws Exception {
        var exports = Integer.parseInt(arguments[0]);
        var jobSeconds = Integer.parseInt(arguments[1]);
        var options = arguments.length == 2 ? USUAL : List.of(arguments).subList(2, arguments.length)
                .toArray(String[]::new);
        var folder = Files.createTempDirectory("many-exports");
        try (var server = JavaProgram.packagedWithTestClasses(LongJobs.class).jvmOptions("-Xmx512m")
                .start(Integer.toString(jobSeconds))) {
            var address = server.awaitOutput("(http://\\S+)\n", LIMIT).group(1);
            new ManyExports(Installation.in(folder), exports, jobSeconds).measure(URI.create(address), options);
        } finally {
            Installation.in(folder);
        }
    }

    /** One window of each of many teams, in each of the five domains. */
    private void measure(URI server, String... options) throws IOException, InterruptedException, SQLException {
        var teams = IntStream.rangeClosed(1, exports / Installation.DOMAINS.size()).mapToObj(team -> "team:" + team)
                .collect(Collectors.joining(","));
        installation.exportingFrom(server).set("sei.max-requests-per-minute", 1_000_000)
                .set("export.max-in-flight", exports).set("ledger.lease", "5m").set("all.teams", teams)
                .set("poll.first-delay", "5s").set("poll.max-delay", "5s");
        for (var domain : Installation.DOMAINS) {
            installation.set("export." + domain + ".scopes", "{{all.teams}}");
        }
        startedAt = System.nanoTime();
        var program = JavaProgram.packaged().in(installation.path("")).jvmOptions(options);
        try (var process = program.start("once")) {
            watch(process);
            var code = process.waitFor(LIMIT);
            tell(code, process);
        }
    }

    private void watch(StartedProcess process) throws IOException, InterruptedException, SQLException {
        var handle = ProcessHandle.of(process.pid()).orElseThrow();
        for (var look = 0; process.isAlive(); look++) {
            processor = handle.info().totalCpuDuration().orElse(processor);
            readStatus(process.pid());
            if (look % LOOKS_PER_COUNT == 0 || firstAt == 0) {
                mostInFlight = Math.max(mostInFlight, inFlight());
            }
            if (firstAt == 0 && mostInFlight > 0) {
                firstAt = System.nanoTime();
                processorAtFirst = processor;
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void readStatus(long pid) throws IOException {
        var status = Path.of("/proc/" + pid + "/status");
        for (var line : Files.exists(status) ? Files.readAllLines(status) : List.<String>of()) {
            var words = line.split("\\s+");
            switch (words[0]) {
                case "Threads:" -> mostThreads = Math.max(mostThreads, Integer.parseInt(words[1]));
                case "VmHWM:" -> peakKilobytes = Long.parseLong(words[1]);
                default -> { }
            }
        }
    }

    private int inFlight() throws SQLException {
        var ledger = installation.path("sei-export-ledger.db");
        if (!Files.exists(ledger)) {
            return 0;
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + ledger + "?busy_timeout=10000");
             var rows = connection.createStatement().executeQuery("select count(*) from sei_window "
                     + "where lease_until > 0 and state in ('asked', 'created')")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }

    private void tell(int code, StartedProcess process) {
        var all = System.nanoTime() - startedAt;
        var spent = processor.minus(processorAtFirst);
        System.out.printf("%d exports of jobs of %d s: exit %d, wall %.1f s (%.1f s from the first claim), processor "
                + "%.1f s (%.2f ms per export from the first claim), at most %d in flight, %d threads, %d MB resident%n",
                exports, jobSeconds, code, all / 1e9, (System.nanoTime() - firstAt) / 1e9, processor.toMillis() / 1e3,
                (double) spent.toMillis() / exports, mostInFlight, mostThreads, peakKilobytes / 1000);
        if (code != 0) {
            System.out.println(process.output() + process.errors());
        }
    }
}
