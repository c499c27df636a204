package io.seiexport.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.csv.RefusedFile;
import io.seiexport.disk.Folder;
import io.seiexport.disk.NewFile;
import io.seiexport.disk.SyncableFolders;
import io.seiexport.failure.Visible;
import io.seiexport.job.Job;
import io.seiexport.plan.Export;
import io.seiexport.settings.Secrets;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the newest few bodies that came in place of a CSV, as received, for a person to look at. */
public final class Quarantine {
    /** How the copy of a body ends while it is not known yet whether it will be refused. */
    static final String COPY = ".received";

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
    private static final String RECEIVED = "received";
    private static final String BODY = ".body";
    private static final String REPORT = ".json";
    private static final String ASIDE = ".part";
    private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    private final AtomicBoolean troubled = new AtomicBoolean();
    private final DeliverySettings settings;
    private final Staging staging;
    private final Secrets secrets;
    private final InstantSource clock;

    private record Report(String export, String exportId, String when, String reason, String sentence,
            long bytesReceived, boolean cut) {
    }

    public Quarantine(DeliverySettings settings, Staging staging, Secrets secrets, InstantSource clock) {
        this.settings = settings;
        this.staging = staging;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Copies the first bytes of the body while it is read. */
    public void copy(Exchange exchange) {
        if (settings.quarantinedFiles() == 0) {
            return;
        }
        var body = exchange.getMessage().getBody(InputStream.class);
        var copy = settings.staging().resolve(staging.name(exchange) + COPY);
        var received = new Received(body == null ? InputStream.nullInputStream() : body, copy,
                settings.quarantinedBytes(), this::warn);
        // Not setVariable: where stream caching is on for the context, that reads a stream into memory, in any route.
        exchange.getVariables().put(RECEIVED, received);
        exchange.getMessage().setBody(received);
    }

    /** Keeps the copy of what has just failed if it was refused for what it is, and drops it otherwise. */
    public void keep(Exchange exchange) {
        var refused = refused(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
        if (refused == null) {
            drop(exchange);
            return;
        }
        var received = take(exchange);
        if (received == null) {
            return;
        }
        try {
            keep(exchange, refused, received);
            troubled.set(false);
        } catch (IOException e) {
            warn(e);
            delete(received.copy());
        }
    }

    /** Forgets the copy: the file is proven, or failed for another reason than what it is. */
    public void drop(Exchange exchange) {
        var received = take(exchange);
        if (received != null) {
            delete(received.copy());
        }
    }

    private static Received take(Exchange exchange) {
        var received = (Received) exchange.getVariables().remove(RECEIVED);
        if (received != null) {
            received.endCopy();
        }
        return received;
    }

    private synchronized void keep(Exchange exchange, RefusedFile refused, Received received) throws IOException {
        var folder = new Folder(settings.staging().resolve("quarantine")).makeForOwner().path();
        var now = clock.instant();
        var name = free(folder, TIME.format(now) + "~" + Export.of(exchange).stagedName());
        var job = Job.of(exchange);
        blotOutKey(received.copy());
        Files.move(received.copy(), folder.resolve(name + BODY));
        write(new Report(Export.of(exchange).toString(), job == null ? "" : job.exportId(), now.toString(),
                refused.reason().word(), refused.getMessage(), received.bytes(), received.cut()),
                folder.resolve(name + REPORT));
        LOG.info("{}: the refused file is kept as {}", Export.of(exchange), folder.resolve(name + BODY));
        removeOldest(folder);
    }

    /** What is no CSV may be an error page that repeats the key. */
    private void blotOutKey(Path copy) throws IOException {
        var text = Files.readString(copy, ISO_8859_1);
        var clean = secrets.blotOutKnown(text);
        if (!clean.equals(text)) {
            Files.writeString(copy, clean, ISO_8859_1);
        }
    }

    private static void write(Report report, Path place) throws IOException {
        try (var file = NewFile.forOwner(place.resolveSibling(place.getFileName() + ASIDE), place)) {
            file.write(Visible.inJson(JSON.writeValueAsString(report)).getBytes(UTF_8));
            file.takePlace(new SyncableFolders());
        }
    }

    private static String free(Path folder, String name) {
        var free = name;
        for (var number = 2; Files.exists(folder.resolve(free + BODY)); number++) {
            free = name + "~" + number;
        }
        return free;
    }

    private void removeOldest(Path folder) throws IOException {
        List<Path> bodies;
        try (var files = Files.list(folder)) {
            bodies = files.filter(file -> file.toString().endsWith(BODY)).sorted().toList();
        }
        for (var body : bodies.subList(0, Math.max(0, bodies.size() - settings.quarantinedFiles()))) {
            var name = body.getFileName().toString();
            Files.deleteIfExists(body.resolveSibling(name.substring(0, name.length() - BODY.length()) + REPORT));
            Files.deleteIfExists(body);
        }
    }

    private static RefusedFile refused(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RefusedFile refused) {
                return refused;
            }
        }
        return null;
    }

    private void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            warn(e);
        }
    }

    /** Once, until it works again: a full disk would otherwise be told of by every download. */
    private void warn(IOException trouble) {
        if (!troubled.getAndSet(true)) {
            LOG.warn("Downloads cannot be copied for the quarantine; they continue without it: {}",
                    trouble.toString());
        }
    }
}
