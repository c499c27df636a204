package io.seiexport.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.seiexport.ledger.LedgerStore;
import io.seiexport.settings.RunMode;

/** The file of a ledger in which nothing is yet, made once by the program: its tables take a twentieth of a test. */
public final class EmptyLedger {
    private static final byte[] CONTENT = made();

    private EmptyLedger() {
    }

    public static void at(Path file) throws IOException {
        Files.write(file, CONTENT);
    }

    private static byte[] made() {
        try {
            var folder = Files.createTempDirectory("empty-ledger");
            var file = folder.resolve("ledger.db");
            var settings = SettingsOf.values(Map.of("ledger.url", "jdbc:sqlite:" + file));
            try (var context = CamelWith.settings(Map.of())) {
                var store = new LedgerStore(context, settings, RunMode.of(settings));
                store.open();
                store.onContextStopped(context);
            }
            var content = Files.readAllBytes(file);
            Files.delete(file);
            Files.delete(folder);
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
