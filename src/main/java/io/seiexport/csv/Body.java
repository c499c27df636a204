package io.seiexport.csv;

import static io.seiexport.failure.Reason.TOO_LARGE;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;
import java.util.zip.Inflater;

/** The body of a response as it arrives, through one fixed buffer that counts what it takes from the source. */
final class Body extends InputStream {

    private final InputStream source;
    private final long limit;
    private final BooleanSupplier late;
    private byte[] buffer = new byte[64 * 1024];
    private int position;
    private int end;
    private boolean ended;
    private volatile long received;

    /** It has to have come before it is late. */
    Body(InputStream source, long limit, BooleanSupplier late) {
        this.source = source;
        this.limit = limit;
        this.late = late;
    }

    /** Bytes taken from the source so far; any thread may ask. */
    long received() {
        return received;
    }

    /** Bytes of {@link #received()} that were read or lent, less those given back. */
    long consumed() {
        return received - (end - position);
    }

    /** The next byte, which stays unread, or -1 at the end. */
    int peek() throws IOException {
        return fill() ? buffer[position] & 0xff : -1;
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, end - position);
        System.arraycopy(buffer, position, bytes, offset, n);
        position += n;
        return n;
    }

    /** Lends all that is buffered to the inflater, waiting for bytes if there are none; false at the end. */
    boolean lendTo(Inflater inflater) throws IOException {
        if (!fill()) {
            return false;
        }
        inflater.setInput(buffer, position, end - position);
        position = end;
        return true;
    }

    /** Takes back what the inflater left of the bytes last lent to it. */
    void takeBackFrom(Inflater inflater) {
        position -= inflater.getRemaining();
        inflater.setInput(buffer, position, 0);
    }

    /** Asks the source by reading alone: on a socket, available() says 0 also where the next bytes are on their way. */
    private boolean fill() throws IOException {
        while (position == end && !ended) {
            int n = source.read(buffer, 0, buffer.length);
            ended = n < 0;
            position = 0;
            end = Math.max(n, 0);
            received += end;
            if (received > limit) {
                throw new RefusedFile(TOO_LARGE, "More than %d bytes were received, and no file within the limit of "
                        + "the unpacked size has that many.", limit);
            }
            if (!ended && late.getAsBoolean()) {
                throw new OutOfTime(received);
            }
        }
        return position < end;
    }

    /** Nothing more is read from here. */
    void letGo() {
        ended = true;
        position = end;
        buffer = new byte[0];
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
