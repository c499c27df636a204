package io.seiexport.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.seiexport.disk.Folder;

/** Takes an old manifest away before its CSV is replaced: a manifest never stands beside other bytes. */
public final class Withdrawal {

    /** Out of a folder, so that it does not come back after a power cut either. */
    public void withdraw(String directory, String name) throws IOException {
        var manifest = Path.of(directory, name);
        if (Files.deleteIfExists(manifest)) {
            Folder.of(manifest).couldBeSynced();
        }
    }
}
