package io.seiexport.disk;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/**
 * A file that is written beside its place and takes it in one step, whole and on the disk. It is always a new one: a
 * link or a pipe that somebody has put there is taken away and never followed.
 */
public final class NewFile implements Closeable {
    private static final int BUFFER = 1 << 16;
    /** So that a copy that takes long can be stopped. */
    private static final int MOST_AT_ONCE = 1 << 24;

    private final Path aside;
    private final Path place;
    private final FileChannel channel;
    private boolean finished;

    private NewFile(Path aside, Path place, FileAttribute<?>... attributes) throws IOException {
        this.aside = aside;
        this.place = place;
        this.channel = create(aside, attributes);
    }

    /** What is written to it, however it comes. */
    private final class Bytes extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            NewFile.this.write(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            NewFile.this.write(ByteBuffer.wrap(bytes, offset, length));
        }
    }

    /** For whom the user's umask lets read it. */
    public static NewFile forAll(Path aside, Path place) throws IOException {
        return new NewFile(aside, place);
    }

    /** For its owner alone. */
    public static NewFile forOwner(Path aside, Path place) throws IOException {
        return new NewFile(aside, place, Owner.only(aside, "rw-------"));
    }

    /** One that lies where it is written, for its owner alone. */
    public static OutputStream at(Path place) throws IOException {
        return Channels.newOutputStream(create(place, Owner.only(place, "rw-------")));
    }

    /**
     * Gives a file that is whole and on the disk a second name, under which it waits to take its place, if it has the
     * owner, the group and the mode of a new file there. Otherwise, where the system does not know these (Windows), or
     * where there are no second names, says false. It keeps its own ACLs and labels, which are not compared.
     */
    public static boolean link(Path whole, Path aside) throws IOException {
        try (var other = forAll(aside, aside)) {
            if (!Owner.areAlike(whole, other.aside)) {
                return false;
            }
        }
        try {
            Files.createLink(aside, whole);
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static FileChannel create(Path path, FileAttribute<?>... attributes) throws IOException {
        Files.deleteIfExists(path);
        return FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
    }

    /** Takes all that is still to be read; what goes wrong with the disk names the file, what else is passed on. */
    public void write(InputStream content) throws IOException {
        try (var out = new BufferedOutputStream(new Bytes(), BUFFER)) {
            content.transferTo(out);
        }
    }

    public void write(byte[] content) throws IOException {
        write(ByteBuffer.wrap(content));
    }

    /** Takes all of another file, which the system copies by itself where it can. */
    public void copy(Path whole) throws IOException {
        try (var from = FileChannel.open(whole, StandardOpenOption.READ)) {
            var size = from.size();
            for (var copied = 0L; copied < size;) {
                var more = copy(from, copied, size);
                if (more == 0) {
                    throw new EOFException(whole + " has become shorter while it was copied");
                }
                copied += more;
            }
        }
    }

    private long copy(FileChannel from, long copied, long size) throws IOException {
        try {
            return from.transferTo(copied, Math.min(size - copied, MOST_AT_ONCE), channel);
        } catch (IOException e) {
            throw ofTheDisk(e);
        }
    }

    private void write(ByteBuffer content) throws IOException {
        try {
            while (content.hasRemaining()) {
                channel.write(content);
            }
        } catch (IOException e) {
            throw ofTheDisk(e);
        }
    }

    /** Takes its place when its bytes are on the disk, and returns when its name is there too. */
    public void takePlace(SyncableFolders folders) throws IOException {
        finish();
        takePlace(aside, place, folders);
    }

    /** Brings its bytes to the disk and leaves it aside, until it is told to take its place. */
    public void finish() throws IOException {
        try {
            channel.force(true);
            channel.close();
        } catch (IOException e) {
            throw ofTheDisk(e);
        }
        finished = true;
    }

    /** Lets one that was finished take its place, and returns when its name is on the disk. */
    public static void takePlace(Path aside, Path place, SyncableFolders folders) throws IOException {
        var folder = Folder.of(place);
        var canBeSynced = folders.contain(folder);
        try {
            Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(aside);
            throw e;
        }
        if (canBeSynced) {
            folders.sync(folder);
        }
    }

    /** Java does not say which file it was. */
    private IOException ofTheDisk(IOException thrown) {
        var said = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        var named = new FileSystemException(place.toString(), null, said);
        named.initCause(thrown);
        return named;
    }

    /** Leaves nothing of a file that is not finished. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            if (!finished) {
                Files.deleteIfExists(aside);
            }
        }
    }
}
