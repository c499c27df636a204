package io.seiexport.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.seiexport.disk.Folder;
import io.seiexport.disk.NewFile;
import io.seiexport.disk.SyncableFolders;
import io.seiexport.ledger.Entry;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.util.IOHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the body as a file that is never seen half and outlasts a power cut, which Camel's file component has no
 * option for: under a hidden name, to the disk, and over the old file in one step.
 */
public final class Landing {
    private static final Logger LOG = LoggerFactory.getLogger(Landing.class);
    private static final String ASIDE = ".part";

    private final SyncableFolders folders = new SyncableFolders();

    /**
     * Below the folder of a sink, for whom the user's umask lets read it; all but the last step. A staged file that no
     * other sink and no later try needs is not copied: it gets a second name, and loses its first one in the end.
     */
    public void write(String directory, String name, Exchange exchange) throws IOException, InvalidPayloadException {
        var aside = Path.of(aside(directory, name, exchange));
        if (Staged.isLeftTo(exchange) && NewFile.link(Staged.of(exchange).file().toPath(), aside)) {
            return;
        }
        try (var file = NewFile.forAll(aside, Path.of(directory, name))) {
            write(file, exchange);
            file.finish();
        }
    }

    /** The hidden name under which somebody else, such as a database, is to write a new file there. */
    public String aside(String directory, String name, Exchange exchange) throws IOException {
        var place = Path.of(directory, name);
        Folder.of(place).make();
        removeForgotten(place, exchange);
        var aside = aside(place, exchange);
        Files.deleteIfExists(aside);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                removeUnlessItTookPlace(aside);
            }
        });
        return aside.toString();
    }

    /** Brings to the disk what somebody else has written under its hidden name. */
    public void sync(String directory, String name, Exchange exchange) throws IOException {
        try (var file = FileChannel.open(aside(Path.of(directory, name), exchange), StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    /** Where the lease was lost before the last step, nobody else would ever write there again. */
    private static void removeUnlessItTookPlace(Path aside) {
        try {
            Files.deleteIfExists(aside);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", aside, e.toString());
        }
    }

    /** The last step: what was written takes its place. */
    public void takePlace(String directory, String name, Exchange exchange) throws IOException {
        var place = Path.of(directory, name);
        NewFile.takePlace(aside(place, exchange), place, folders);
    }

    /** In the staging folder, into which only its owner looks; sinks may take over what others may do with the file. */
    public void stage(String directory, String name, Exchange exchange) throws IOException, InvalidPayloadException {
        var place = new Folder(Path.of(directory)).makeForOwner().path().resolve(name);
        try (var file = NewFile.forAll(place.resolveSibling(name + ASIDE), place)) {
            write(file, exchange);
            file.takePlace(folders);
        }
    }

    private static void write(NewFile file, Exchange exchange) throws IOException, InvalidPayloadException {
        var message = exchange.getMessage();
        if (message.getBody() instanceof String text) {
            file.write(text.getBytes(UTF_8));
            return;
        }
        if (message.getBody() instanceof File whole) {
            file.copy(whole.toPath());
            return;
        }
        var content = message.getMandatoryBody(InputStream.class);
        try {
            file.write(content);
        } finally {
            IOHelper.close(content);
        }
    }

    /** A name that only this lease uses: whoever has slept through his would else rename the file of his successor. */
    private static Path aside(Path place, Exchange exchange) {
        return place.resolveSibling(prefix(place) + leaseNo(exchange) + ASIDE);
    }

    private static String prefix(Path place) {
        return "." + place.getFileName() + ".";
    }

    private static long leaseNo(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        return entry == null ? 0 : entry.leaseNo();
    }

    /** What a program that was killed has left aside. */
    private static void removeForgotten(Path place, Exchange exchange) throws IOException {
        for (var file : EarlierFiles.in(Folder.of(place).path(), prefix(place), leaseNo(exchange), ASIDE)) {
            Files.deleteIfExists(file);
        }
    }
}
