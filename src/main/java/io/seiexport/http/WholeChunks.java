package io.seiexport.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.Reason;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * The content of an answer in chunks that is whole only when the last chunk and the end of its trailers have come. Of
 * its own the HTTP client takes the line that a connection breaks off in for a whole one: of {@code 0400} it may read
 * {@code 0}, which ends the answer. It takes {@code -0} for an end, too.
 */
final class WholeChunks implements SessionInputBuffer {
    private static final Pattern LENGTH = Pattern.compile("[ \\t]*[0-9A-Fa-f]+[ \\t]*(;.*)?");
    private static final Pattern NOTHING = Pattern.compile("[ \\t]*0+[ \\t]*(;.*)?");

    private final SessionInputBuffer buffer;
    private boolean last;

    private WholeChunks(SessionInputBuffer buffer) {
        this.buffer = buffer;
    }

    /** Whoever meets the end of the connection fails with {@code cut}: the last chunk says where an answer ends. */
    static InputStream of(SessionInputBuffer buffer, InputStream in, Http1Config limits, Reason cut) {
        return new ChunkedInputStream(new WholeChunks(buffer), new HeededEnd(in, () -> {
            throw new Abandoned(cut, "the connection ended before the last chunk of the answer arrived");
        }), limits);
    }

    /** An empty line ends a chunk or the trailers; any other one says how long the next chunk is, or is a trailer. */
    @Override
    public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
        var read = buffer.readLine(line, in);
        if (!line.isEmpty() && !last) {
            if (!LENGTH.matcher(line).matches()) {
                throw new MalformedChunkCodingException("Bad chunk header: " + line);
            }
            last = NOTHING.matcher(line).matches();
        }
        return read;
    }

    @Override
    public int length() {
        return buffer.length();
    }

    @Override
    public int capacity() {
        return buffer.capacity();
    }

    @Override
    public int available() {
        return buffer.available();
    }

    @Override
    public int read(byte[] bytes, int offset, int wanted, InputStream in) throws IOException {
        return buffer.read(bytes, offset, wanted, in);
    }

    @Override
    public int read(byte[] bytes, InputStream in) throws IOException {
        return buffer.read(bytes, in);
    }

    @Override
    public int read(InputStream in) throws IOException {
        return buffer.read(in);
    }

    @Override
    public HttpTransportMetrics getMetrics() {
        return buffer.getMetrics();
    }
}
