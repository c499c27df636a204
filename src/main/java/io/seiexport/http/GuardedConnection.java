package io.seiexport.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import io.seiexport.csv.CutShort;
import io.seiexport.failure.Reason;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * A connection that takes no answer which was there before its request, and no head, chunk or trailer without end; and
 * that does not let a file end where its server has not ended it. Of its own the HTTP client looks at none of that.
 */
final class GuardedConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {
    /** Of a head or a trailer, and the size of a chunk with what is said of it. */
    static final int LONGEST_LINE = 16 * 1024;
    static final int MOST_LINES = 200;
    private static final int MOST_INTERIM = 20;
    /** Of what is read and written in small pieces, such as a head: most connections carry little more than that. */
    private static final int BUFFER = 2048;
    private static final int FIRST_FINAL = 200;
    private static final int FIRST_ERROR = 300;
    private static final Timeout INSTANT = Timeout.ofMilliseconds(1);
    /** On a new connection the first bytes may still be on their way. */
    private static final Timeout GREETING = Timeout.ofMilliseconds(20);

    private final Http1Config limits;
    private final AtomicBoolean closed = new AtomicBoolean();
    private Timeout timeout = Timeout.DISABLED;
    private GuardedSocket wire;
    private SSLSocket encrypted;
    private boolean used;
    private boolean kept;
    private boolean file;
    private int interim;

    GuardedConnection() {
        this(Http1Config.custom().setBufferSize(BUFFER).setMaxLineLength(LONGEST_LINE).setMaxHeaderCount(MOST_LINES)
                .build());
    }

    private GuardedConnection(Http1Config limits) {
        super(limits, null, null, null, null, null, new DefaultHttpResponseParserFactory(limits));
        this.limits = limits;
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        kept = used;
        used = true;
        interim = 0;
        file = OwnConnection.isFile(request);
        try {
            if (isDataAvailable(kept ? INSTANT : GREETING)) {
                throw new EarlyAnswer(!kept);
            }
            super.sendRequestHeader(request);
        } catch (SocketException | SSLException e) {
            throw explained(e);
        }
    }

    /** Who keeps a connection cannot know that its other side ended it; whoever ends it himself does. */
    private IOException explained(IOException end) {
        return kept && interim == 0 && !closed.get() ? new StaleConnection(end) : end;
    }

    @Override
    public void flush() throws IOException {
        try {
            super.flush();
        } catch (SocketException | SSLException e) {
            throw explained(e);
        }
    }

    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        ClassicHttpResponse answer;
        try {
            answer = super.receiveResponseHeader();
        } catch (SocketException | SSLException | NoHttpResponseException e) {
            throw explained(e);
        }
        if (answer.getCode() < FIRST_FINAL && ++interim > MOST_INTERIM) {
            throw new ProtocolException("more than " + MOST_INTERIM + " interim answers");
        }
        return answer;
    }

    @Override
    public void receiveResponseEntity(ClassicHttpResponse answer) throws HttpException, IOException {
        file &= answer.getCode() < FIRST_ERROR;
        refuseOddLength(answer);
        super.receiveResponseEntity(answer);
    }

    /** Where chunks say how long an answer is, the HTTP client looks at no other length, but Camel does. */
    private static void refuseOddLength(ClassicHttpResponse answer) throws ProtocolException {
        var length = answer.getFirstHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            if (length != null) {
                Long.parseLong(length.getValue());
            }
        } catch (NumberFormatException e) {
            throw new ProtocolException("Invalid content length: " + length.getValue());
        }
    }

    @Override
    protected InputStream createContentInputStream(long length, SessionInputBuffer buffer, InputStream in) {
        if (length == ContentLengthStrategy.CHUNKED) {
            return WholeChunks.of(buffer, in, limits, file ? Reason.TRUNCATED : Reason.INPUT_OUTPUT);
        }
        var content = super.createContentInputStream(length, buffer, in);
        if (file && length > 0) {
            return new MeasuredFile(content, length, getSocket(), () -> buffer.read(in));
        }
        if (file && length == ContentLengthStrategy.UNDEFINED && encrypted != null) {
            return new HeededEnd(content, this::refuseCut);
        }
        return content;
    }

    /** TLS itself says where it ends; where it does not, anybody on the way may have cut the connection. */
    private void refuseCut() throws CutShort {
        if (wire.ended()) {
            throw new CutShort("the connection was cut during the download: the file has no Content-Length, and TLS "
                    + "did not signal its end");
        }
    }

    @Override
    public void bind(Socket socket) throws IOException {
        wire = (GuardedSocket) socket;
        refuseIfClosed(socket);
        super.bind(socket);
        timeout = Timeout.ofMilliseconds(socket.getSoTimeout());
    }

    @Override
    public void bind(SSLSocket secured, Socket socket) throws IOException {
        encrypted = secured;
        refuseIfClosed(secured);
        super.bind(secured, socket);
        timeout = Timeout.ofMilliseconds(secured.getSoTimeout());
    }

    /** Whoever closes it while it is being made means it for good. */
    private void refuseIfClosed(Socket socket) throws IOException {
        if (closed.get()) {
            socket.close();
            throw new InterruptedIOException("the connection was closed while it was being opened");
        }
    }

    @Override
    public Socket getSocket() {
        return encrypted == null ? wire : encrypted;
    }

    @Override
    public void setSocketTimeout(Timeout limit) {
        super.setSocketTimeout(limit);
        timeout = limit;
    }

    @Override
    public void passivate() {
        super.setSocketTimeout(Timeout.DISABLED);
    }

    @Override
    public void activate() {
        super.setSocketTimeout(timeout);
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            super.close();
        }
    }

    @Override
    public void close(CloseMode mode) {
        if (closed.compareAndSet(false, true)) {
            super.close(mode);
        }
    }
}
