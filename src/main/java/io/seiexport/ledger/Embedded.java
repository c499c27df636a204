package io.seiexport.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import io.seiexport.disk.Folder;
import io.seiexport.disk.Owner;

/** The ledger as an SQLite file, of which any number of processes of one machine may work at the same time. */
record Embedded(String address) {
    private static final String SCHEME = "jdbc:sqlite:";
    /** A path, or the address of a file, behind which an option may say that it is none. */
    private static final Pattern FILE = Pattern.compile(
            "jdbc:sqlite:(?<uri>file:(?://(?:localhost)?(?=/))?)?+(?<name>[^?:][^?]*)(?:\\?(?<options>.*))?");
    private static final String IN_MEMORY = "mode=memory";

    /** What SQLite shall do in each connection, unless the address says otherwise. */
    static final Map<String, String> OPTIONS = Map.of(
            "journal_mode", "WAL",
            // Each transaction is on the disk before the next step: NORMAL would lose the last ones in a power cut.
            "synchronous", "FULL",
            "busy_timeout", "10000",
            "transaction_mode", "IMMEDIATE",
            // No row has a number of its own that anybody asks for; each statement would be searched for a word.
            "jdbc.get_generated_keys", "false",
            "foreign_keys", "true");

    static Optional<Embedded> of(String address) {
        return address.startsWith(SCHEME) ? Optional.of(new Embedded(address)) : Optional.empty();
    }

    /** None for one that is kept in memory. */
    Optional<Path> file() {
        var named = FILE.matcher(address);
        if (!named.matches() || String.valueOf(named.group("options")).contains(IN_MEMORY)) {
            return Optional.empty();
        }
        return Optional.of(Path.of(named.group("uri") == null ? named.group("name")
                : URLDecoder.decode(named.group("name").replace("+", "%2B"), UTF_8)));
    }

    boolean exists() {
        return file().map(Files::exists).orElse(false);
    }

    /** A new one comes whole under its name: a file that is empty was truncated, and is not taken for a new ledger. */
    boolean truncated() throws IOException {
        return exists() && Files.size(file().orElseThrow()) == 0;
    }

    /** Makes the file, or narrows it: SQLite would make it, and what lies beside it, for all whom the umask lets in. */
    void keepForOwner(Consumer<String> tables) throws IOException {
        if (file().isEmpty()) {
            return;
        }
        var file = file().get().toAbsolutePath();
        if (Files.exists(file)) {
            Owner.narrow(file);
            return;
        }
        Folder.of(file).make();
        var aside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new");
        try {
            Owner.makeFile(aside);
            tables.accept(SCHEME + aside);
            name(aside, file);
        } catch (FileAlreadyExistsException e) {
            Owner.narrow(file);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** A link, for it never takes the place of what another process has made meanwhile; not every disk knows links. */
    private static void name(Path aside, Path file) throws IOException {
        try {
            Files.createLink(file, aside);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.move(aside, file);
        }
    }

    /** An empty one that all connections of this process share, and that leaves nothing behind. */
    static String inMemory() {
        return SCHEME + "file:" + UUID.randomUUID() + "?" + IN_MEMORY + "&cache=shared";
    }
}
