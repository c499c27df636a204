package io.seiexport.delivery;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seiexport.csv.Proof;
import io.seiexport.csv.ProvingStream;
import io.seiexport.disk.OwnFile;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.http.ApiCall;
import io.seiexport.job.Freshness;
import io.seiexport.job.Job;
import io.seiexport.job.Verdict;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import io.seiexport.plan.Format;
import io.seiexport.settings.RunMode;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the files between download and delivery: one per export, which stays until every sink has got it. */
public final class Staging {
    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
    private static final int BUFFER = 1 << 16;
    private static final String CSV = ".csv";
    private static final String BEFORE_LEASE = "~";
    /** Nothing is there of an earlier one, and the folder may hold many files. */
    private static final long FIRST_LEASE = 1;
    /** What a transform has made of a file, and what it has kept meanwhile: made again at each try. */
    private static final String RESULT = ".transformed.";
    private static final String SCRATCH = ".scratch";
    private static final List<String> OF_TRANSFORM = List.of(RESULT + Format.CSV, RESULT + Format.JSONL, SCRATCH);
    /**
     * What no later try takes up. A transform that was cut off may just be giving a result its name: what it still
     * writes goes first, so that it either has no file to name, or has named it before that is deleted.
     */
    static final List<String> PASSING = Stream.concat(Stream.of(".csv.part", ".csv.gz", Quarantine.COPY),
            OF_TRANSFORM.stream().flatMap(ending -> Stream.of(ending + ".part", ending))).toList();

    private final DeliverySettings settings;
    private final Path folder;
    private final RunMode mode;
    private final Columns columns;
    private final Freshness freshness;
    private final Deliveries deliveries;
    private final InstantSource clock;

    public Staging(DeliverySettings settings, RunMode mode, Columns columns, Freshness freshness, Deliveries deliveries,
            InstantSource clock) {
        this.settings = settings;
        this.folder = settings.staging();
        this.mode = mode;
        this.columns = columns;
        this.freshness = freshness;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /** Takes note of the file that a call has just left here. */
    public Staged keep(Exchange exchange) throws ExportFailed {
        var proof = exchange.getVariable("transfer", ProvingStream.class).proof();
        var oddities = Answers.oddities(Export.of(exchange), Job.of(exchange), proof);
        return new Staged(path(exchange, CSV).toFile(), proof.alsoOdd(oddities),
                Duration.between(ApiCall.of(exchange).sentAt(), clock.instant()),
                columns.drift(exchange, proof.header()), freshness.isStale(exchange));
    }

    /** The same file, now that the ledger knows it. */
    public Staged recorded(Exchange exchange) {
        return Staged.of(exchange).asRecorded();
    }

    /** What the ledger keeps of it: from then on it outlives its export and the program, until every sink has it. */
    public String kept(Exchange exchange) {
        return StagedRecord.of(Job.of(exchange), Staged.of(exchange)).write();
    }

    /** The file that an earlier try has left, if it is here, still what was proven, and asked for now; else null. */
    public Staged find(Exchange exchange) throws ExportFailed {
        var entry = exchange.getVariable("entry", Entry.class);
        var found = entry.state().equals(Entry.STAGED) ? find(exchange, entry) : null;
        clearEarlier(exchange, entry, found);
        return found;
    }

    private Staged find(Exchange exchange, Entry entry) throws ExportFailed {
        try {
            var kept = StagedRecord.read(entry.staged());
            var objection = objection(exchange, entry, kept);
            if (!objection.isEmpty()) {
                LOG.warn("{}: the staged file is deleted and requested again; {}", Export.of(exchange), objection);
                delete(folder.resolve(kept.file()));
                return null;
            }
            LOG.info("{} is resumed: its file is still staged, {}, {} rows, to be {}",
                    Export.of(exchange), kept.job(entry).shown(), kept.proof().rows(),
                    next(Export.of(exchange), entry, kept));
            return kept.staged(folder);
        } catch (JsonProcessingException e) {
            LOG.warn("{}: the staged file cannot be used and is requested again; {}", Export.of(exchange),
                    e.toString().lines().findFirst().orElse(""));
            return null;
        }
    }

    /** What becomes of it: which sinks lack what a transform makes of it is known only then. */
    private String next(Export export, Entry entry, StagedRecord kept) {
        return !export.transform().isEmpty() ? "transformed by " + export.transform()
                : "delivered to " + deliveries.owed(export, entry, kept.proof().sha256()).stream()
                        .map(Export::sinkName).toList();
    }

    /** The job whose file was found, as the ledger knows it. */
    public Job job(Exchange exchange) throws JsonProcessingException {
        var entry = exchange.getVariable("entry", Entry.class);
        return StagedRecord.read(entry.staged()).job(entry);
    }

    private String objection(Exchange exchange, Entry entry, StagedRecord kept) throws ExportFailed {
        if (!entry.request().equals(Export.of(exchange).request())) {
            return "its request has changed";
        }
        // Nobody can take a snapshot of an earlier day again, so its columns are good enough.
        var other = freshness.isOver(exchange) ? "" : otherColumns(exchange, kept);
        if (!other.isEmpty()) {
            return other;
        }
        if (Emptiness.lost(exchange, kept.staged(folder)) > 0 && settings.emptyFails()) {
            return "it has no rows, and the file delivered before has some";
        }
        if (kept.stale() && mode.onTheClock()) {
            return "it was created before its window closed";
        }
        return isStillProven(folder.resolve(kept.file()), kept.proof()) ? "" : "the file is missing, or not the one "
                + "that was proven";
    }

    private String otherColumns(Exchange exchange, StagedRecord kept) {
        if (kept.drift().any() && settings.driftFails()) {
            return "its columns have changed, or are not those that were asked for";
        }
        var expected = columns.expected(Export.of(exchange), List.of());
        if (kept.proof().bytes() > 0 && !expected.missingIn(kept.proof().header()).isEmpty()) {
            return "it lacks columns that must be there";
        }
        return "";
    }

    /** One that cannot be read now may well be whole, so it is kept. */
    private static boolean isStillProven(Path csv, Proof proof) throws ExportFailed {
        try {
            return isProven(csv, proof);
        } catch (IOException e) {
            throw new ExportFailed(Reason.FILE, "the staged file " + csv + " cannot be read: " + e
                    + "; it is kept; delete it to have it requested again");
        }
    }

    static boolean isProven(Path csv, Proof proof) throws IOException {
        try {
            var found = OwnFile.attributes(csv);
            return found.isRegularFile() && found.size() == proof.bytes() && sha256(csv).equals(proof.sha256());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    static String sha256(Path file) throws IOException {
        try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), MessageDigest.getInstance("SHA-256"))) {
            Files.copy(file, out);
            return HexFormat.of().formatHex(out.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Another node may have staged the window since this one did: what is here and not taken up now, never will be. */
    private void clearEarlier(Exchange exchange, Entry entry, Staged taken) {
        if (entry.leaseNo() <= FIRST_LEASE) {
            return;
        }
        try {
            for (var ending : Stream.concat(Stream.of(CSV), OF_TRANSFORM.stream()).toList()) {
                EarlierFiles.in(folder, Export.of(exchange).stagedName() + BEFORE_LEASE, entry.leaseNo(), ending)
                        .stream().filter(file -> taken == null || !file.equals(taken.file().toPath()))
                        .forEach(Staging::delete);
            }
        } catch (NoSuchFileException e) {
            LOG.debug("nothing was staged here yet", e);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} may still hold files of earlier leases of {}: {}", folder, Export.of(exchange), e.toString());
        }
    }

    /** The staged file again as gzip, for this sink: one that stores gzip needs its length before it can send. */
    public File compressed(Exchange exchange) throws IOException {
        var sink = exchange.getVariable("sink", "", String.class);
        var gzip = path(exchange, gzip(Export.of(exchange).sinks().indexOf(sink)));
        Files.deleteIfExists(gzip);
        try (var out = new GZIPOutputStream(new BufferedOutputStream(
                Files.newOutputStream(gzip, StandardOpenOption.CREATE_NEW), BUFFER), BUFFER)) {
            Files.copy(Staged.of(exchange).file().toPath(), out);
        }
        return gzip.toFile();
    }

    /**
     * Takes everything of this export away, except a proven file that a sink is still to get; that something stays
     * behind is no reason to fail it.
     */
    public void clear(Exchange exchange) {
        if (Export.of(exchange) == null) {
            // No setting asks for it any more, so nothing of it was begun.
            return;
        }
        PASSING.forEach(ending -> delete(path(exchange, ending)));
        IntStream.range(-1, Export.of(exchange).sinks().size()).forEach(sink -> delete(path(exchange, gzip(sink))));
        var staged = Staged.of(exchange);
        var delivery = Delivery.of(exchange);
        if (staged == null || !staged.recorded()) {
            delete(path(exchange, CSV));
        } else if (delivery != null && delivery.owed().isEmpty() && !Verdict.isLost(exchange)) {
            delete(staged.receivedFile().toPath());
        }
    }

    /** The sinks of an export are served at the same time. */
    private static String gzip(int sink) {
        return sink < 0 ? ".csv.gz" : ".csv." + sink + ".gz";
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} could not be deleted from the staging folder: {}", file, e.toString());
        }
    }

    /** Of the export as one file name. Nobody else uses it: it ends with the number of the lease. */
    public String name(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        return Export.of(exchange).stagedName() + (entry == null ? "" : BEFORE_LEASE + entry.leaseNo());
    }

    /** Where what a transform leaves is staged. */
    File result(Exchange exchange) {
        return path(exchange, RESULT + Export.of(exchange).format()).toFile();
    }

    /** Where a transform may keep something meanwhile. */
    File scratch(Exchange exchange) {
        return path(exchange, SCRATCH).toFile();
    }

    /** Whether a file of this name is one, or is to become one. */
    boolean isResult(String file) {
        var path = Path.of(file).toAbsolutePath();
        return path.startsWith(folder.toAbsolutePath()) && path.getFileName().toString().contains(RESULT);
    }

    private Path path(Exchange exchange, String ending) {
        return folder.resolve(name(exchange) + ending);
    }
}
