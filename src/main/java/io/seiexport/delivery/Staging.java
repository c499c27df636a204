package io.seiexport.delivery;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
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
import io.seiexport.api.SeiApi;
import io.seiexport.disk.OwnFile;
import io.seiexport.failure.ExportFailed;
import io.seiexport.memory.JsonFile;
import io.seiexport.plan.Export;
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
    private static final String NOTE = ".json";
    private static final List<String> UNPROVEN = List.of(".csv.part", ".csv.gz", ".json.part", Quarantine.COPY);
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

    /** From here on the file outlives its export and the program, until every sink has got it. */
    public void note(Exchange exchange) throws ExportFailed {
        var export = export(exchange);
        exchange.setVariable(SINKS, new CopyOnWriteArrayList<>(export.sinks()));
        var file = noteFile(exchange);
        try {
            file.write(Note.of(server(), export, exchange.getVariable("job", Job.class),
                    exchange.getVariable(STAGED, Staged.class)));
        } catch (IOException e) {
            throw new ExportFailed("file", file + " cannot be written: " + e.getMessage()
                    + "; check staging.directory and the room on its disk");
        }
    }

    /** Takes up the file that an earlier try has left, if it is still what was proven then and is asked for now. */
    public void resume(Exchange exchange) {
        exchange.removeVariable(STAGED);
        exchange.removeVariable(SINKS);
        var file = noteFile(exchange);
        if (!file.exists()) {
            return;
        }
        try {
            var note = file.read();
            var objection = objection(exchange, note);
            if (objection.isEmpty()) {
                resume(exchange, note);
            } else {
                discard(exchange, objection);
            }
        } catch (IOException e) {
            discard(exchange, "its note or the file cannot be read: " + e.toString().lines().findFirst().orElse(""));
        }
    }

    private void resume(Exchange exchange, Note note) {
        var owed = note.owed(export(exchange).sinks());
        exchange.setVariable("job", note.job());
        exchange.setVariable(STAGED, note.staged(path(exchange, CSV).toFile()));
        exchange.setVariable(SINKS, new CopyOnWriteArrayList<>(owed));
        LOG.info("{} is taken up again: its file is still staged, export id {}, {} rows, to be delivered to {}",
                export(exchange), note.exportId(), note.proof().rows(), owed.stream().map(Export::sinkName).toList());
    }

    private String objection(Exchange exchange, Note note) throws IOException {
        if (!note.server().equals(server())) {
            return "it is of another server or project";
        }
        if (!note.request().equals(export(exchange).request())) {
            return "it was asked for in another way";
        }
        if (note.drift().any() && Columns.refused(new Settings(context))) {
            return "its columns have changed";
        }
        var expected = Columns.expected(new Settings(context), export(exchange).domain(), List.of());
        if (!expected.missingIn(note.proof().header()).isEmpty()) {
            return "it lacks columns that must be there";
        }
        if (Emptiness.rowsLost(exchange, note.staged(path(exchange, CSV).toFile())) > 0
                && Emptiness.refused(new Settings(context))) {
            return "it has no rows, and the file delivered before has some";
        }
        if (note.stale() && new Settings(context).onTheClock()) {
            return "it is from before its window had closed";
        }
        return isProven(path(exchange, CSV), note.proof()) ? "" : "the file is not the one that was proven";
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

    private void discard(Exchange exchange, String why) {
        LOG.warn("{}: the file that was still staged is thrown away and asked for again; {}", export(exchange), why);
        delete(exchange, List.of(NOTE, CSV));
    }

    /** Takes note that a sink has got the file, so that it is not given it again. */
    public void served(Exchange exchange) {
        var sink = exchange.getVariable("sink", String.class);
        exchange.getVariable(SINKS, List.class).remove(sink);
        var file = noteFile(exchange);
        try {
            file.write(file.read().servedAlso(sink));
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so {} may get the file of {} once more: {}", file, Export.sinkName(sink),
                    export(exchange), e.toString());
        }
    }

    /** The staged file once more as gzip: a sink that stores gzip needs its length before it can send. */
    public File compressed(Exchange exchange) throws IOException {
        var gzip = path(exchange, ".csv.gz");
        Files.deleteIfExists(gzip);
        try (var out = new GZIPOutputStream(new BufferedOutputStream(
                Files.newOutputStream(gzip, StandardOpenOption.CREATE_NEW), BUFFER), BUFFER)) {
            Files.copy(path(exchange, CSV), out);
        }
        return gzip.toFile();
    }

    /**
     * Takes everything of this export away, except a proven file that a sink is still to get; that something stays
     * behind is no reason to fail it.
     */
    public void clear(Exchange exchange) {
        var owed = exchange.getVariable(SINKS, List.class);
        delete(exchange, UNPROVEN);
        if (owed != null && owed.isEmpty() || !noteFile(exchange).exists()) {
            delete(exchange, List.of(NOTE, CSV));
        }
    }

    private void delete(Exchange exchange, List<String> endings) {
        for (var ending : endings) {
            try {
                Files.deleteIfExists(path(exchange, ending));
            } catch (IOException | RuntimeException e) {
                LOG.warn("{} stays behind in the staging folder: {}", path(exchange, ending), e.toString());
            }
        }
    }

    private String server() {
        return context.getRegistry().findSingleByType(SeiApi.class).server();
    }

    private JsonFile<Note> noteFile(Exchange exchange) {
        return new JsonFile<>(path(exchange, NOTE), Note.class);
    }

    private Path path(Exchange exchange, String ending) {
        return Path.of(new Settings(context).text("staging.directory"), export(exchange).stagedName() + ending);
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
