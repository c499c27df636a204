package io.seiexport.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.Reason;

/**
 * A file that is as long as its server said. The connection is asked to end behind it: other bytes that come there show
 * that the file is longer, and so that its end is missing.
 */
final class MeasuredFile extends FilterInputStream {
    /** A server that does as it was asked, and ends the connection, needs none of it. */
    private static final int LONGEST_LOOK_MILLIS = 1000;
    /** An answer to nothing, sent twice perhaps, is no part of the file. */
    private static final String ANSWER = "HTTP/";

    private final long length;
    private final Socket socket;
    private final Rest rest;
    private long came;

    /** What comes on the connection after the file, byte by byte, and -1 at its end. */
    interface Rest {
        int next() throws IOException;
    }

    MeasuredFile(InputStream content, long length, Socket socket, Rest rest) {
        super(content);
        this.length = length;
        this.socket = socket;
        this.rest = rest;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted) throws IOException {
        var read = super.read(bytes, offset, wanted);
        came += Math.max(read, 0);
        if (read > 0 && came == length && !ANSWER.startsWith(beginningOfRest())) {
            throw new Abandoned(Reason.TRAILING_BYTES, "the server sent more than the " + length + " bytes of its "
                    + "Content-Length; the file is longer than that");
        }
        return read;
    }

    private String beginningOfRest() {
        var text = new StringBuilder();
        try {
            socket.setSoTimeout(LONGEST_LOOK_MILLIS);
            for (var next = 0; text.length() < ANSWER.length() && ANSWER.startsWith(text.toString())
                    && (next = rest.next()) >= 0;) {
                text.append((char) next);
            }
        } catch (IOException e) {
            // then nothing more came in time, or the connection is gone: the file has all of its bytes
        }
        return text.toString();
    }
}
