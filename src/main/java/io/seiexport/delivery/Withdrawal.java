package io.seiexport.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Takes an old manifest out of a folder before its CSV is replaced: a manifest never stands beside other bytes. */
public final class Withdrawal {

    public void withdraw(String directory, String name) throws IOException {
        Files.deleteIfExists(Path.of(directory, name));
    }
}
