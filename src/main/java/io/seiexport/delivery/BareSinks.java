package io.seiexport.delivery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

import io.seiexport.disk.Folder;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the options with which a file lands whole to a folder that a list of sinks names without a route. */
public final class BareSinks {
    private static final Logger LOG = LoggerFactory.getLogger(BareSinks.class);
    private static final Pattern FOLDER = Pattern.compile("(?s)(file|ftps?|sftp):.*");
    private static final Pattern OWN_WAY = Pattern.compile(
            "[?&](tempFileName|tempPrefix|fileExist|eagerDeleteTargetFile)=");
    private static final String HIDDEN = "tempFileName=.${file:onlyname}.part";
    private static final String IN_ONE_STEP = "&fileExist=TryRename";
    private static final String OLD_ONE_STAYS = "&eagerDeleteTargetFile=false";

    /** The endpoint that a sink of a list stands for; who has a way of his own to hide what is not whole, keeps it. */
    public static String completed(String sink) {
        var folder = FOLDER.matcher(sink);
        return !folder.matches() || OWN_WAY.matcher(sink).find() ? sink
                : sink + (sink.contains("?") ? "&" : "?") + HIDDEN
                        + (folder.group(1).equals("file") ? IN_ONE_STEP : OLD_ONE_STAYS);
    }

    /** The endpoint of the sink whose turn it is. */
    public String endpoint(Exchange exchange) {
        return completed(exchange.getVariable("sink", String.class));
    }

    /** Brings to the disk what has just landed in a folder. */
    public void sync(Exchange exchange) throws IOException {
        var produced = produced(exchange);
        if (produced == null) {
            return;
        }
        try (var file = FileChannel.open(Path.of(produced), StandardOpenOption.READ)) {
            file.force(true);
            Folder.of(Path.of(produced)).couldBeSynced();
        } catch (NoSuchFileException | AccessDeniedException e) {
            LOG.debug("{} has been taken away already, or is not for us to read", produced, e);
        }
    }

    /** Deletes what has just landed in a folder; of other endpoints nobody knows how. */
    public void takeAway(Exchange exchange) throws IOException {
        var produced = produced(exchange);
        if (produced != null) {
            Files.deleteIfExists(Path.of(produced));
        }
    }

    private static String produced(Exchange exchange) {
        return exchange.getVariable("sink", String.class).startsWith("file:")
                ? exchange.getMessage().getHeader(Exchange.FILE_NAME_PRODUCED, String.class) : null;
    }
}
