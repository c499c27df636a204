package io.seiexport.disk;

import java.io.Closeable;
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

    private final Path aside;
    private final Path place;
    private final FileChannel channel;
    private boolean finished;

    private NewFile(Path aside, Path place, FileAttribute<?>... attributes) throws IOException {
        this.aside = aside;
        this.place = place;
        this.channel = create(aside, attributes);
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

    private static FileChannel create(Path path, FileAttribute<?>... attributes) throws IOException {
        Files.deleteIfExists(path);
        return FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes);
    }

    /** Takes all that is still to be read; what goes wrong with the disk names the file, what else is passed on. */
    public void write(InputStream content) throws IOException {
        var buffer = new byte[BUFFER];
        for (var read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            write(ByteBuffer.wrap(buffer, 0, read));
        }
    }

    public void write(byte[] content) throws IOException {
        write(ByteBuffer.wrap(content));
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
    public void takePlace() throws IOException {
        finish();
        takePlace(aside, place);
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
    public static void takePlace(Path aside, Path place) throws IOException {
        var folder = Folder.of(place);
        var canBeSynced = folder.couldBeSynced();
        try {
            Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(aside);
            throw e;
        }
        if (canBeSynced) {
            folder.sync();
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
