package io.seiexport.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Keeps files and folders from all users but their owner, where the system knows such permissions. */
public final class Owner {

    private Owner() {
    }

    /** What a new file or folder is made with. */
    static FileAttribute<?>[] only(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }

    /** Whether two files have the same owner, group and mode; false where the system does not know these. */
    static boolean areAlike(Path one, Path other) throws IOException {
        var rights = rights(one);
        return !rights.isEmpty() && rights.equals(rights(other));
    }

    private static List<Object> rights(Path path) throws IOException {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return List.of();
        }
        var attributes = view.readAttributes();
        return List.of(attributes.owner(), attributes.group(), attributes.permissions());
    }

    /** Makes an empty file where there is none. */
    public static void makeFile(Path path) throws IOException {
        Files.createFile(path, only(path, "rw-------"));
    }

    /** Narrows what exists; what belongs to somebody else, or is a link, stays as it is. */
    public static void narrow(Path path) {
        var view = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        try {
            if (view != null && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                view.setPermissions(PosixFilePermissions.fromString("rwx------"));
            } else if (view != null && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                view.setPermissions(PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Then the one whom it belongs to has to.
        }
    }
}
