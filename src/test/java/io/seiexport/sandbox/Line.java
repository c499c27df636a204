package io.seiexport.sandbox;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;

/** A bad connection: it carries little at a time, or breaks after so many bytes. */
final class Line extends FilterOutputStream {
    private final int piece;
    private final Duration pause;
    private long left;

    private Line(OutputStream out, long length, int piece, Duration pause) {
        super(out);
        this.left = length;
        this.piece = piece;
        this.pause = pause;
    }

    static Line cut(OutputStream out, long bytes) {
        return new Line(out, bytes, Integer.MAX_VALUE, Duration.ZERO);
    }

    static Line slow(OutputStream out, int piece, Duration pause) {
        return new Line(out, Long.MAX_VALUE, piece, pause);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
        for (int done = 0, part; done < length; done += part) {
            part = (int) Math.min(Math.min(piece, length - done), left);
            out.write(buffer, offset + done, part);
            left -= part;
            if (left == 0) {
                out.flush();
                throw new IOException("Cut, as the fault says");
            }
            if (!pause.isZero()) {
                out.flush();
                sleep(pause);
            }
        }
    }

    static void sleep(Duration time) throws InterruptedIOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The sandbox was closed");
        }
    }
}
