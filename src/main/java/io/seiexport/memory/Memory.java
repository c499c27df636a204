package io.seiexport.memory;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.seiexport.plan.Export;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers of each series of exports what the next one is held against: its columns, and how long the server took. It
 * outlives the program. What is damaged is forgotten, which is no reason for anything to fail; what only cannot be read
 * now is not.
 */
public final class Memory implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(Memory.class);

    private CamelContext context;

    /** What is known of one series; the columns are empty and the time is null as long as it is not. */
    private record Series(List<String> columns, Long tookMillis) {
        private static final Series UNKNOWN = new Series(List.of(), null);

        Series {
            columns = columns == null ? List.of() : List.copyOf(columns);
        }
    }

    /**
     * The columns of the file of this series that was delivered last; none if there was none.
     *
     * @throws IOException if they may be known, but cannot be read now
     */
    public List<String> columns(Export export) throws IOException {
        return recall(export).columns;
    }

    public void keepColumns(Export export, List<String> columns) {
        keep(export, known -> new Series(columns, known.tookMillis));
    }

    /** How long the server took for the last job of this series; it only spares calls, so nothing fails without it. */
    public Optional<Duration> took(Export export) {
        try {
            return Optional.ofNullable(recall(export).tookMillis).filter(millis -> millis >= 0).map(Duration::ofMillis);
        } catch (IOException e) {
            LOG.warn("{}: how long the last export took is not known: {}", export, e.getMessage());
            return Optional.empty();
        }
    }

    public void keepTook(Export export, Duration took) {
        keep(export, known -> new Series(known.columns, took.toMillis()));
    }

    private synchronized void keep(Export export, UnaryOperator<Series> change) {
        try {
            file(export).write(change.apply(recall(export)));
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so the next export of this series starts without it: {}", file(export),
                    e.toString());
        }
    }

    private synchronized Series recall(Export export) throws IOException {
        var file = file(export);
        try {
            return file.read();
        } catch (NoSuchFileException e) {
            return Series.UNKNOWN;
        } catch (JsonFile.Damaged e) {
            LOG.warn("{} cannot be read and is forgotten: {}", file, e.getMessage());
            forget(file);
            return Series.UNKNOWN;
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e, e);
        }
    }

    private static void forget(JsonFile<Series> file) {
        try {
            file.delete();
        } catch (IOException e) {
            LOG.warn("{} stays where it is: {}", file, e.toString());
        }
    }

    private JsonFile<Series> file(Export export) {
        return new JsonFile<>(Path.of(new Settings(context).text("staging.directory"), "memory",
                export.series() + ".json"), Series.class);
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
