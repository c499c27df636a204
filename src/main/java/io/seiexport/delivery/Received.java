package io.seiexport.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

import io.seiexport.disk.Folder;
import io.seiexport.disk.NewFile;

/** Copies the first bytes of a body to a file as they pass, and never gets in the way of the body. */
final class Received extends InputStream {
    private final InputStream body;
    private final Path copy;
    private final long most;
    private final Consumer<IOException> trouble;
    private OutputStream out;
    private long bytes;
    private long copied;

    Received(InputStream body, Path copy, long most, Consumer<IOException> trouble) {
        this.body = body;
        this.copy = copy;
        this.most = most;
        this.trouble = trouble;
        try {
            Folder.of(copy).makeForOwner();
            out = NewFile.at(copy);
        } catch (IOException e) {
            trouble.accept(e);
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        var read = body.read(into, offset, length);
        if (read > 0) {
            copy(into, offset, (int) Math.min(read, most - copied));
            bytes += read;
        }
        return read;
    }

    private void copy(byte[] from, int offset, int length) {
        if (out == null || length == 0) {
            return;
        }
        try {
            out.write(from, offset, length);
            copied += length;
        } catch (IOException e) {
            endCopy();
            giveUpCopy();
            trouble.accept(e);
        }
    }

    /** On a full disk the file itself needs the room. */
    private void giveUpCopy() {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            trouble.accept(e);
        }
    }

    /** Closes the copy; the body may go on. */
    void endCopy() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                trouble.accept(e);
            }
            out = null;
        }
    }

    Path copy() {
        return copy;
    }

    /** How many bytes have passed. */
    long bytes() {
        return bytes;
    }

    /** Whether the copy holds fewer than that. */
    boolean cut() {
        return copied < bytes;
    }

    @Override
    public void close() throws IOException {
        endCopy();
        body.close();
    }
}
