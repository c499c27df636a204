package io.seiexport.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.Reason;

/** The body of a download for as long as it keeps coming. Closed before its end it hangs up. */
final class WatchedContent extends InputStream {
    /** What a body has to bring at least in the time it is given, to be waited for. */
    private static final int FLOOR = 1024;
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(10);

    private final InputStream in;
    private final long length;
    private final WatchedCall call;
    private final Duration stallTimeout;
    private long came;
    private boolean ended;
    /** Since the last KiB was complete: the bytes, and the time that was spent on waiting for them. */
    private int bytes;
    private long waited;
    private long waitingSince;
    private boolean waiting;

    /** A reader who knows the length does not read on to the end of the stream, so the length counts too. */
    WatchedContent(InputStream content, long length, WatchedCall call, Duration stallTimeout) {
        in = content;
        this.length = length;
        this.call = call;
        this.stallTimeout = stallTimeout;
        call.lookAfter(stallTimeout, this::look);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        var read = 0;
        beginToWait();
        try {
            read = in.read(target, offset, wanted);
        } catch (SocketTimeoutException e) {
            throw call.explained(silent());
        } catch (IOException e) {
            throw call.explained(e);
        } finally {
            endToWait(Math.max(read, 0));
        }
        if (call.wasEnded()) {
            throw call.explained(null);
        }
        ended |= read < 0 || came == length;
        if (ended) {
            call.over();
        }
        return read;
    }

    private synchronized void beginToWait() {
        waiting = true;
        waitingSince = System.nanoTime();
    }

    private synchronized void endToWait(int read) {
        waited += System.nanoTime() - waitingSince;
        waiting = false;
        came += read;
        bytes += read;
        if (bytes >= FLOOR) {
            bytes = 0;
            waited = 0;
        }
    }

    /** The time in which nobody reads, because a disk is slow, is not the server's. */
    private synchronized Duration left() {
        var now = waiting ? System.nanoTime() - waitingSince : 0;
        return stallTimeout.minusNanos(waited + now);
    }

    private void look() {
        var left = left();
        if (left.isNegative() || left.isZero()) {
            call.end(stalled());
        } else {
            call.lookAgain(left.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : left, this::look);
        }
    }

    private synchronized Abandoned stalled() {
        return new Abandoned(Reason.STALLED, String.format(Locale.ROOT, "the download stalled: %d bytes came in %s, "
                + "after %d before; at least %d bytes must come within download.stall-timeout",
                bytes, WatchedCall.formatted(stallTimeout), came - bytes, FLOOR));
    }

    private Abandoned silent() {
        return new Abandoned(Reason.STALLED, "the download stalled: after " + came + " bytes the server sent nothing "
                + "for longer than camel.component.http.response-timeout");
    }

    @Override
    public int available() throws IOException {
        return ended ? 0 : in.available();
    }

    @Override
    public void close() throws IOException {
        call.over();
        if (ended) {
            in.close();
        } else {
            call.hangUp();
        }
    }
}
