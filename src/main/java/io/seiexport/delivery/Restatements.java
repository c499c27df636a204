package io.seiexport.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;

import io.seiexport.csv.CsvFingerprint;
import io.seiexport.csv.Restatement;
import io.seiexport.disk.Folder;
import io.seiexport.disk.OwnFile;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import io.seiexport.plan.Format;
import io.seiexport.settings.Settings;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts which rows changed since the file delivered before for a window, by fingerprints kept until it settles. */
public final class Restatements {
    private static final Logger LOG = LoggerFactory.getLogger(Restatements.class);
    private static final String PRINT = ".rows";
    private static final String NEW_PRINT = ".rows.new";

    private final DeliverySettings settings;
    private final Settings ofDomains;

    public Restatements(DeliverySettings settings, Settings ofDomains) {
        this.settings = settings;
        this.ofDomains = ofDomains;
    }

    /** Whether the windows of this domain are exported anew for a while. */
    public boolean settles(Exchange exchange) {
        return settle(exchange) > 0;
    }

    /**
     * Keeps in the delivery how the file differs from the one that was delivered before. One of zero bytes has neither
     * rows nor columns: the next one is compared with the one before it.
     */
    public void compare(Exchange exchange) {
        if (Staged.of(exchange).received().bytes() == 0) {
            return;
        }
        var deliveredBefore = !exchange.getVariable("entry", Entry.class).sha256().isEmpty();
        try {
            print(exchange, deliveredBefore && !Delivery.of(exchange).isSameAsBefore());
        } catch (IOException e) {
            LOG.warn("{}: its row changes cannot be counted: {}", Export.of(exchange), e.toString());
        }
    }

    private void print(Exchange exchange, boolean deliveredBefore) throws IOException {
        var print = path(exchange, PRINT);
        var older = OwnFile.isAt(print) ? Optional.of(CsvFingerprint.read(print)) : Optional.<CsvFingerprint>empty();
        var staged = Staged.of(exchange);
        // Rows are told apart by their columns: where JSON lines land, those that the server sent are compared.
        var csv = (Export.of(exchange).format() == Format.CSV ? staged.file() : staged.receivedFile()).toPath();
        CsvFingerprint.write(csv, path(exchange, NEW_PRINT), print.getParent(), older);
        if (older.isPresent() && deliveredBefore) {
            var restated = Restatement.between(print, path(exchange, NEW_PRINT));
            Delivery.of(exchange).restated(restated);
            LOG.info("{} is restated: {} rows added, {} removed, {} changed", Export.of(exchange), restated.rowsAdded(),
                    restated.rowsRemoved(), restated.rowsChanged());
        }
    }

    /** Every sink has the file now, so the next one is compared with it. */
    public void keep(Exchange exchange) {
        try {
            var print = path(exchange, NEW_PRINT);
            if (OwnFile.isAt(print)) {
                Files.move(print, path(exchange, PRINT), StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
                removeSettled(exchange, print.getParent());
            }
        } catch (IOException e) {
            LOG.warn("{}: its row fingerprints cannot be saved; the next manifest will not count changed rows: {}",
                    Export.of(exchange), e.toString());
        }
    }

    private void removeSettled(Exchange exchange, Path folder) throws IOException {
        var series = Export.of(exchange).series() + "~";
        try (var files = Files.list(folder)) {
            var settled = files.filter(file -> file.getFileName().toString().startsWith(series))
                    .filter(file -> file.toString().endsWith(PRINT))
                    .sorted(Comparator.comparing(Path::getFileName).reversed()).skip(settle(exchange)).toList();
            for (var file : settled) {
                Files.deleteIfExists(file);
            }
        }
    }

    private int settle(Exchange exchange) {
        return ofDomains.count("export." + Export.of(exchange).domain() + ".settle", 0);
    }

    private Path path(Exchange exchange, String ending) throws IOException {
        var folder = new Folder(settings.staging().resolve("prints")).makeForOwner();
        return folder.path().resolve(Export.of(exchange).stagedName() + ending);
    }
}
