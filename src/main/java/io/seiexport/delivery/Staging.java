package io.seiexport.delivery;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

import io.seiexport.plan.Export;
import io.seiexport.proof.ProvingStream;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the files between download and delivery: one per export, gone when the export ends. */
public final class Staging implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
    private static final int BUFFER = 1 << 16;

    private CamelContext context;

    /** Takes note of the file that a download has just left here. */
    public Staged keep(Exchange exchange) {
        var began = exchange.getVariable("downloadBegan", Instant.class);
        return new Staged(path(exchange, ".csv").toFile(),
                exchange.getVariable("transfer", ProvingStream.class).proof(),
                Duration.between(began, Instant.now()));
    }

    /** The staged file once more as gzip: a sink that stores gzip needs its length before it can send. */
    public File compressed(Exchange exchange) throws IOException {
        var gzip = path(exchange, ".csv.gz");
        try (var out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(gzip), BUFFER), BUFFER)) {
            Files.copy(path(exchange, ".csv"), out);
        }
        return gzip.toFile();
    }

    /** Takes everything of this export away, whole or not; that something stays behind is no reason to fail it. */
    public void clear(Exchange exchange) {
        for (var ending : new String[] {".csv", ".csv.part", ".csv.gz"}) {
            try {
                Files.deleteIfExists(path(exchange, ending));
            } catch (IOException e) {
                LOG.warn("{} stays behind in the staging folder: {}", path(exchange, ending), e.toString());
            }
        }
    }

    private Path path(Exchange exchange, String ending) {
        return Path.of(new Settings(context).text("staging.directory"),
                exchange.getVariable("export", Export.class).stagedName() + ending);
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
