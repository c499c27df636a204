package io.seiexport.sandbox;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A bad connection: it carries little at a time, or breaks after so many bytes. */
final class Line extends FilterOutputStream {
    private interface Pause {
        void take() throws InterruptedException;
    }

    private final int piece;
    private final Pause pause;
    private long left;

    private Line(OutputStream out, long length, int piece, Pause pause) {
        super(out);
        this.left = length;
        this.piece = piece;
        this.pause = pause;
    }

    static Line cut(OutputStream out, long bytes) {
        return new Line(out, bytes, Integer.MAX_VALUE, () -> { });
    }

    static Line slow(OutputStream out, int piece, Duration pause) {
        return new Line(out, Long.MAX_VALUE, piece, () -> Thread.sleep(pause.toMillis()));
    }

    static Line held(OutputStream out, int piece, CountDownLatch until) {
        return new Line(out, Long.MAX_VALUE, piece, until::await);
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
            out.flush();
            take(pause);
        }
    }

    static void sleep(Duration time) throws InterruptedIOException {
        take(() -> Thread.sleep(time.toMillis()));
    }

    private static void take(Pause pause) throws InterruptedIOException {
        try {
            pause.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The sandbox was closed");
        }
    }
}
