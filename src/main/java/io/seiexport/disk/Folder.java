package io.seiexport.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;

/** A folder, or a link to one, that is made where it is missing and whose entries outlast a power cut. */
public record Folder(Path path) {

    public Folder {
        path = path.toAbsolutePath();
    }

    /** The one that a file lies in. */
    public static Folder of(Path file) {
        return new Folder(file.toAbsolutePath().getParent());
    }

    /** Makes it, with all above it that is missing, for whom the user's umask lets in. */
    public Folder make() throws IOException {
        make(path);
        return this;
    }

    /** Makes it so that only its owner can look into it; one that exists stays as wide as it is. */
    public Folder makeForOwner() throws IOException {
        make(path, Owner.only(path, "rwx------"));
        return this;
    }

    private static void make(Path folder, FileAttribute<?>... attributes) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (folder.getParent() != null) {
            make(folder.getParent());
        }
        try {
            Files.createDirectory(folder, attributes);
        } catch (FileAlreadyExistsException e) {
            // Another export may have been quicker; a file, or a link that leads nowhere, is in the way.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        if (folder.getParent() != null) {
            new Folder(folder.getParent()).couldBeSynced();
        }
    }

    /** Brings to the disk which files are in it. */
    public void sync() throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The same, if that is possible: it is not on Windows, on some shares, and in a folder that may not be read. */
    public boolean couldBeSynced() {
        try {
            sync();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
