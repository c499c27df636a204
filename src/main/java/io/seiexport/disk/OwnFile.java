package io.seiexport.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Reads files that this program wrote, and never follows a link or waits for a pipe in their place. */
public final class OwnFile {

    private OwnFile() {
    }

    public static boolean isAt(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Of what is there, be it a link; unlike {@link #isAt} it fails where nobody can tell. */
    public static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    public static InputStream read(Path path) throws IOException {
        var found = attributes(path);
        if (found.isSymbolicLink() || found.isOther()) {
            throw new FileSystemException(path.toString(), null, "a link or a pipe is in its place");
        }
        return Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Takes away what stands in the place of such a file. */
    public static void makeRoom(Path path) throws IOException {
        if (!isAt(path)) {
            Files.deleteIfExists(path);
        }
    }
}
