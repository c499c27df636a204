package io.seiexport.delivery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.seiexport.disk.Folder;
import io.seiexport.disk.OwnFile;
import io.seiexport.disk.Owner;
import io.seiexport.settings.RunMode;
import org.apache.camel.CamelContext;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clears the staging folder at the start of what a killed program has left there and nobody can use. */
public final class Sweep extends LifecycleStrategySupport {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final String PRINTS = "prints";
    private static final String QUARANTINE = "quarantine";
    private static final String IN_USE = ".in-use";
    /** Only what has a name of ours: somebody may stage in a folder that holds other files too. */
    private static final Pattern OURS = Pattern.compile(
            ".+~.+~.+~\\d{4,}-\\d\\d-\\d\\d_\\d{4,}-\\d\\d-\\d\\d~\\d+"
                    + "\\.(?:(?:(?:transformed\\.)?csv|transformed\\.jsonl|scratch)(?:\\.part)?"
                    + "|csv(?:\\.\\d+)?\\.gz|received)");

    /** A print is written aside first, and the rows of a file are sorted there. */
    private static final Pattern UNFINISHED = Pattern.compile(
            ".+\\.json\\.part|.+\\.rows\\.new(\\.part)?|rows-.+\\.scratch");

    private final Path staging;
    private final RunMode mode;
    private final DataSource ledger;
    private FileChannel inUse;

    /** The ledger is there only when the exports begin. */
    public Sweep(DeliverySettings settings, RunMode mode, DataSource ledger) {
        this.staging = settings.staging();
        this.mode = mode;
        this.ledger = ledger;
    }

    @Override
    public void onContextStarting(CamelContext starting) {
        if (mode.withoutEffect()) {
            return;
        }
        try {
            new Folder(staging).makeForOwner();
            // They may have been made by somebody else, for all.
            Owner.narrow(staging.resolve(PRINTS));
            Owner.narrow(staging.resolve(QUARANTINE));
            OwnFile.makeRoom(staging.resolve(IN_USE));
            inUse = FileChannel.open(staging.resolve(IN_USE), StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            // Another process may work with this folder: what looks left behind would just be coming in there.
            try (var alone = inUse.tryLock()) {
                if (alone != null) {
                    sweep(awaited());
                }
            }
            inUse.lock(0, Long.MAX_VALUE, true);
        } catch (IOException | SQLException e) {
            LOG.warn("{} may still hold files of an earlier run; it cannot be cleaned up: {}", staging, e.toString());
        } catch (OverlappingFileLockException e) {
            LOG.debug("{} is in use by this process already", staging, e);
        }
    }

    /** The names of the files that wait for their sinks; twice the state, since the index is of those not delivered. */
    private Set<String> awaited() throws SQLException, JsonProcessingException {
        var awaited = new HashSet<String>();
        try (var connection = ledger.getConnection();
                var query = connection.prepareStatement(
                        "select staged from sei_window where state = 'staged' and state <> 'delivered'");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                awaited.add(StagedRecord.read(rows.getString(1)).file());
            }
        }
        return awaited;
    }

    private void sweep(Set<String> awaited) throws IOException {
        for (var file : filesOf(staging)) {
            var name = file.getFileName().toString();
            if (OURS.matcher(name).matches() && !awaited.contains(name)) {
                delete(file);
            }
        }
        for (var folder : List.of(PRINTS, QUARANTINE)) {
            for (var file : filesOf(staging.resolve(folder))) {
                if (UNFINISHED.matcher(file.getFileName().toString()).matches()) {
                    delete(file);
                }
            }
        }
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        LOG.info("{} was left by a run that was interrupted; it is deleted", file);
    }

    @Override
    public void onContextStopped(CamelContext ended) {
        if (inUse != null) {
            try {
                inUse.close();
            } catch (IOException e) {
                LOG.debug("the lock goes with the process", e);
            }
        }
    }
}
