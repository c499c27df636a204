package io.seiexport.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

import io.seiexport.disk.Folder;
import io.seiexport.disk.NewFile;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.util.IOHelper;

/**
 * Writes the body as a file that is never seen half and outlasts a power cut, which Camel's file component has no
 * option for: under a hidden name, to the disk, and over the old file in one step.
 */
public final class Landing {

    /** Below the folder of a sink, for whom the user's umask lets read it. */
    public void land(String directory, String name, Exchange exchange) throws IOException, InvalidPayloadException {
        var place = Path.of(directory, name);
        Folder.of(place).make();
        write(place.resolveSibling("." + place.getFileName() + ".part"), place, exchange);
    }

    /** In the staging folder, into which only its owner looks; sinks may take over what others may do with the file. */
    public void stage(String directory, String name, Exchange exchange) throws IOException, InvalidPayloadException {
        var place = new Folder(Path.of(directory)).makeForOwner().path().resolve(name);
        write(place.resolveSibling(name + ".part"), place, exchange);
    }

    private static void write(Path aside, Path place, Exchange exchange) throws IOException, InvalidPayloadException {
        var message = exchange.getMessage();
        try (var file = NewFile.forAll(aside, place)) {
            if (message.getBody() instanceof String text) {
                file.write(text.getBytes(UTF_8));
            } else {
                var content = message.getMandatoryBody(InputStream.class);
                try {
                    file.write(content);
                } finally {
                    IOHelper.close(content);
                }
            }
            file.takePlace();
        }
    }
}
