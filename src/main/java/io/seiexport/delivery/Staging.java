package io.seiexport.delivery;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;

import io.seiexport.api.Job;
import io.seiexport.disk.OwnFile;
import io.seiexport.ledger.Entry;
import io.seiexport.ledger.Lease;
import io.seiexport.plan.Export;
import io.seiexport.plan.SinkMarks;
import io.seiexport.proof.Proof;
import io.seiexport.proof.ProvingStream;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the files between download and delivery: one per export, which stays until every sink has got it. */
public final class Staging implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
    private static final int BUFFER = 1 << 16;
    private static final String CSV = ".csv";
    private static final String BEFORE_LEASE = "~";
    private static final List<String> UNPROVEN = List.of(".csv.part", ".csv.gz", Quarantine.COPY);
    /** The sinks that are still to get the file; the branches of a delivery share the list. */
    private static final String SINKS = "sinks";
    private static final String STAGED = "staged";

    private CamelContext context;

    /** Takes note of the file that a download has just left here. */
    public Staged keep(Exchange exchange) {
        var began = exchange.getVariable("downloadBegan", Instant.class);
        return new Staged(path(exchange, CSV).toFile(),
                exchange.getVariable("transfer", ProvingStream.class).proof(),
                Duration.between(began, Instant.now()), Drift.NONE,
                exchange.getVariable("stale", false, Boolean.class));
    }

    /** What the ledger keeps of it: from then on it outlives its export and the program, until every sink has got it. */
    public String kept(Exchange exchange) {
        return StagedRecord.of(exchange.getVariable("job", Job.class), exchange.getVariable(STAGED, Staged.class)).write();
    }

    /** Takes up the file that an earlier try has left, if it is here, still what was proven then, and asked for now. */
    public void resume(Exchange exchange) {
        exchange.removeVariable(STAGED);
        exchange.removeVariable(SINKS);
        var entry = exchange.getVariable("entry", Entry.class);
        if (entry.state().equals(Entry.STAGED)) {
            takeUp(exchange, entry);
        }
        clearEarlier(exchange, entry);
    }

    private void takeUp(Exchange exchange, Entry entry) {
        try {
            var kept = StagedRecord.read(entry.staged());
            var objection = objection(exchange, entry, kept);
            if (objection.isEmpty()) {
                takeUp(exchange, entry, kept);
            } else {
                discard(exchange, kept, objection);
            }
        } catch (IOException e) {
            LOG.warn("{}: the staged file cannot be used and is requested again; {}", export(exchange),
                    e.toString().lines().findFirst().orElse(""));
        }
    }

    private void takeUp(Exchange exchange, Entry entry, StagedRecord kept) {
        var served = entry.served(kept.proof().sha256());
        var marks = new SinkMarks(new Settings(context));
        var owed = export(exchange).sinks().stream().filter(sink -> !served.contains(marks.of(sink))).toList();
        exchange.setVariable("job", kept.job(entry));
        exchange.setVariable(STAGED, kept.staged(folder()));
        exchange.setVariable(SINKS, new CopyOnWriteArrayList<>(owed));
        LOG.info("{} is resumed: its file is still staged, export id {}, {} rows, to be delivered to {}",
                export(exchange), entry.exportId(), kept.proof().rows(), owed.stream().map(Export::sinkName).toList());
    }

    private String objection(Exchange exchange, Entry entry, StagedRecord kept) throws IOException {
        if (!entry.request().equals(export(exchange).request())) {
            return "its request has changed";
        }
        if (kept.drift().any() && Columns.refused(new Settings(context))) {
            return "its columns have changed";
        }
        var expected = Columns.expected(new Settings(context), export(exchange).domain(), List.of());
        if (!expected.missingIn(kept.proof().header()).isEmpty()) {
            return "it lacks columns that must be there";
        }
        if (Emptiness.rowsLost(exchange, kept.staged(folder())) > 0 && Emptiness.refused(new Settings(context))) {
            return "it has no rows, and the file delivered before has some";
        }
        if (kept.stale() && new Settings(context).onTheClock()) {
            return "it was created before its window closed";
        }
        return isProven(folder().resolve(kept.file()), kept.proof()) ? "" : "the file is missing, or not the one that "
                + "was proven";
    }

    private static boolean isProven(Path csv, Proof proof) throws IOException {
        return OwnFile.isAt(csv) && Files.size(csv) == proof.bytes() && sha256(csv).equals(proof.sha256());
    }

    static String sha256(Path file) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            var buffer = new byte[BUFFER];
            while (in.read(buffer) >= 0) {
                // the digest takes what is read
            }
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private void discard(Exchange exchange, StagedRecord kept, String why) {
        LOG.warn("{}: the staged file is deleted and requested again; {}", export(exchange), why);
        delete(folder().resolve(kept.file()));
    }

    /** Another node may have staged the window since this one did: what is here and not taken up now, never will be. */
    private void clearEarlier(Exchange exchange, Entry entry) {
        var taken = exchange.getVariable(STAGED, Staged.class);
        try {
            EarlierFiles.in(folder(), export(exchange).stagedName() + BEFORE_LEASE, entry.leaseNo(), CSV).stream()
                    .filter(file -> taken == null || !file.equals(taken.file().toPath())).forEach(Staging::delete);
        } catch (NoSuchFileException e) {
            LOG.debug("nothing was staged here yet", e);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("{} may still hold files of {} from earlier leases: {}", folder(), export(exchange), e.toString());
        }
    }

    /** Takes note that a sink has got the file, so that it is not given it again. */
    public void served(Exchange exchange) {
        exchange.getVariable(SINKS, List.class).remove(exchange.getVariable("sink", String.class));
    }

    /** The staged file again as gzip: a sink that stores gzip needs its length before it can send. */
    public File compressed(Exchange exchange) throws IOException {
        var gzip = path(exchange, ".csv.gz");
        Files.deleteIfExists(gzip);
        try (var out = new GZIPOutputStream(new BufferedOutputStream(
                Files.newOutputStream(gzip, StandardOpenOption.CREATE_NEW), BUFFER), BUFFER)) {
            Files.copy(exchange.getVariable(STAGED, Staged.class).file().toPath(), out);
        }
        return gzip.toFile();
    }

    /**
     * Takes everything of this export away, except a proven file that a sink is still to get; that something stays
     * behind is no reason to fail it.
     */
    public void clear(Exchange exchange) {
        if (export(exchange) == null) {
            // No setting asks for it any more, so nothing of it was begun.
            return;
        }
        UNPROVEN.forEach(ending -> delete(path(exchange, ending)));
        var staged = exchange.getVariable(STAGED, Staged.class);
        var owed = exchange.getVariable(SINKS, List.class);
        if (staged == null || owed == null) {
            delete(path(exchange, CSV));
        } else if (owed.isEmpty() && !Lease.isLost(exchange)) {
            delete(staged.file().toPath());
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} could not be deleted from the staging folder: {}", file, e.toString());
        }
    }

    /** Of the export as one file name. Nobody else uses it: it ends with the number of the lease. */
    public String name(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        return export(exchange).stagedName() + (entry == null ? "" : BEFORE_LEASE + entry.leaseNo());
    }

    private Path path(Exchange exchange, String ending) {
        return folder().resolve(name(exchange) + ending);
    }

    private Path folder() {
        return Path.of(new Settings(context).text("staging.directory"));
    }

    private static Export export(Exchange exchange) {
        return exchange.getVariable("export", Export.class);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }
}
