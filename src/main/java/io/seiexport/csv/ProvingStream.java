package io.seiexport.csv;

import static io.seiexport.failure.Reason.TOO_LARGE;
import static io.seiexport.failure.Reason.UNFRAMED;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * The unpacked bytes of a CSV file, or of JSON lines, unaltered, that proves the file whole while it is read.
 * <p>
 * Whoever reads it to its end has either the {@link #proof()} or a {@link RefusedFile}; what was read before that is
 * not to be trusted. Failures of the source itself pass through as they are. One thread reads; any may ask for
 * {@link #received()} and {@link #unpacked()}.
 * <p>
 * It is an {@link Iterator} because Camel's unmarshal closes the body it was given as soon as it has the result, unless
 * that result is an iterator, which then owns the body: the one way for a data format to hand on a stream.
 */
public final class ProvingStream extends InputStream implements Iterator<byte[]> {

    private static final int GZIP = 0x1f;
    /** Large pieces are handed over less often; most files are too small to need any. */
    private static final int PIECE = 256 * 1024;
    private static final int SMALL_PIECE = 16 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final FileLimits rules;
    private final boolean encoded;
    private final BodyEnd ending;
    private final Body body;
    private Inspection inspection;

    /** The bytes that can be read, all of them inspected. */
    private byte[] chunk = new byte[SMALL_PIECE];
    private int position;
    private int end;
    /** Those after them, which are inspected while the next ones are unpacked. */
    private byte[] ahead = new byte[SMALL_PIECE];
    private int aheadEnd;
    private boolean ended;
    private InputStream content;
    private GzipMembers members;
    private IOException failure;
    private volatile long unpacked;
    private volatile Proof proof;

    ProvingStream(InputStream source, FileLimits rules) {
        this(source, rules, HeaderCheck.ORDINARY, false, BodyEnd.KNOWN, () -> false, Runnable::run);
    }

    /**
     * The same for a body that may be compressed by the transport, as that says, and has to come in time.
     *
     * @param background where bytes are inspected while the next ones are unpacked
     */
    ProvingStream(InputStream source, FileLimits rules, HeaderCheck doubts, boolean encoded, BodyEnd ending,
            BooleanSupplier late, Executor background) {
        this(source, rules, new CsvShape(rules.raggedRowsFail(), doubts), encoded, ending, late, background);
    }

    private ProvingStream(InputStream source, FileLimits rules, Shape shape, boolean encoded, BodyEnd ending,
            BooleanSupplier late, Executor background) {
        this.rules = rules;
        this.inspection = new Inspection(shape, background);
        this.encoded = encoded;
        this.ending = ending;
        body = new Body(source, rules.maxReceived(), late);
        content = body;
    }

    /** Of JSON lines, as a transform has made them. */
    static ProvingStream ofJsonLines(InputStream source, FileLimits rules) {
        return new ProvingStream(source, rules, new JsonLinesShape(), false, BodyEnd.KNOWN, () -> false,
                Runnable::run);
    }

    /** Bytes taken from the source so far. */
    public long received() {
        return body.received();
    }

    /** Bytes of unpacked content so far, up to two buffers ahead of what was read. */
    public long unpacked() {
        return unpacked;
    }

    /** What the file has been proven to be; there is none before its end was read. */
    public Proof proof() {
        if (proof == null) {
            throw new IllegalStateException("This file has no proof: it was not read to its end without an error.");
        }
        return proof;
    }

    @Override
    public int read() throws IOException {
        return fill() ? chunk[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, end - position);
        System.arraycopy(chunk, position, bytes, offset, n);
        position += n;
        return n;
    }

    /**
     * Writes each piece where it is inspected, right after that, while the next one is unpacked. A failure of the
     * output is thrown as it is. Where some was read before, the rest is copied in the ordinary way.
     */
    @Override
    public long transferTo(OutputStream out) throws IOException {
        if (unpacked > 0 || proof != null) {
            return super.transferTo(out);
        }
        inspection.thenWriteTo(out);
        while (fill()) {
            position = end;
        }
        return unpacked;
    }

    @Override
    public int available() {
        return end - position;
    }

    @Override
    public boolean hasNext() {
        try {
            return fill();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The file has ended.");
        }
        byte[] piece = Arrays.copyOfRange(chunk, position, end);
        position = end;
        return piece;
    }

    /** Makes bytes readable, all of them checked, or says that the file has ended and is proven. */
    private boolean fill() throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (position == end && proof == null) {
            try {
                advance();
            } catch (IOException e) {
                failure = e;
                throw e;
            } catch (OutOfTime e) {
                failure = new IOException(e.getMessage(), e);
                throw e;
            }
        }
        return position < end;
    }

    private void advance() throws IOException {
        if (unpacked == 0) {
            begin();
        }
        while (position == end && proof == null) {
            int n = unpackNext();
            settle();
            exposeAhead(n);
            if (n > 0) {
                count(n);
                inspection.start(ahead, n);
            } else if (end == 0) {
                proof = conclude();
                letGo();
            }
        }
    }

    /** Of what it needs for reading no more: it goes with its export, which may wait long for its sinks. */
    private void letGo() {
        chunk = NOTHING;
        ahead = NOTHING;
        inspection = null;
        content = body;
        members = null;
        body.letGo();
    }

    private void begin() throws IOException {
        int n = readFirst();
        count(n);
        try {
            inspection.begin(chunk, n);
            refuseOpenEnd();
            inspection.start(chunk, n);
            inspection.settle();
        } catch (RefusedFile refused) {
            readOnForDamage();
            throw refused;
        }
        end = n;
        ended = n == 0;
    }

    /** Into the bytes that were read, while those after them are inspected. */
    private int unpackNext() throws IOException {
        if (ended) {
            return 0;
        }
        if (chunk.length < PIECE && unpacked > SMALL_PIECE) {
            chunk = new byte[PIECE];
        }
        try {
            int n = content.read(chunk, 0, chunk.length);
            ended = n < 0;
            return Math.max(n, 0);
        } catch (IOException | OutOfTime e) {
            if (isPlain()) {
                inspection.settle();
            }
            throw e;
        }
    }

    private void settle() throws IOException {
        try {
            inspection.settle();
            refuseOpenEnd();
        } catch (RefusedFile refused) {
            readOnForDamage();
            throw refused;
        }
    }

    private void exposeAhead(int n) {
        byte[] inspected = ahead;
        ahead = chunk;
        chunk = inspected;
        position = 0;
        end = aheadEnd;
        aheadEnd = n;
    }

    private void count(int n) throws RefusedFile {
        unpacked += n;
        if (unpacked > rules.maxBytes()) {
            throw new RefusedFile(TOO_LARGE, "The file unpacks to more than the limit of %d bytes.", rules.maxBytes());
        }
    }

    private void refuseOpenEnd() throws RefusedFile {
        if (ending == BodyEnd.REFUSED && hasOpenEnd()) {
            throw new RefusedFile(UNFRAMED, "The file %s, and the server said neither how long it is nor where it ends,"
                    + " so it may be incomplete; download.unframed=warn accepts it.",
                    isPlain() ? "is not compressed" : "has several gzip members");
        }
    }

    private boolean isPlain() {
        return content == body;
    }

    /** A gzip file of a single member shows that it is whole; behind several of them there may have been more. */
    private boolean hasOpenEnd() {
        return isPlain() || members.areSeveral();
    }

    /** A damaged gzip file unpacks to wrong text long before its checksum shows why: damage is the truer reason. */
    private void readOnForDamage() throws IOException {
        int n = 0;
        while (!isPlain() && n >= 0 && unpacked <= rules.maxBytes()) {
            n = content.read(chunk, 0, chunk.length);
            unpacked += Math.max(n, 0);
        }
    }

    /** Goes by the bytes alone: neither a file's name nor its declared type tells whether it is compressed. */
    private int readFirst() throws IOException {
        if (body.peek() == GZIP) {
            members = new GzipMembers(body, rules.maxRatio());
            content = members;
            if (encoded) {
                content = withinTransport();
            }
        }
        return content.readNBytes(chunk, 0, ContentSniffer.BYTES);
    }

    /** What was in the compression of the transport may be a gzip file of its own. */
    private InputStream withinTransport() throws IOException {
        Body inner = new Body(content, rules.maxReceived(), () -> false);
        return inner.peek() == GZIP ? new GzipMembers(inner, rules.maxRatio()) : inner;
    }

    private Proof conclude() throws IOException {
        refuseOpenEnd();
        inspection.finish();
        Shape shape = inspection.shape();
        List<String> warnings = new ArrayList<>(shape.warnings());
        if (ending == BodyEnd.DOUBTED && hasOpenEnd()) {
            warnings.add("The server said neither how long the file is nor where it ends; it may be incomplete.");
        }
        return new Proof(shape.rows(), shape.header().size(), unpacked, received(),
                inspection.sha256(), shape.header(), warnings);
    }

    /** Closes the source. A stream that is closed before its end stays without a proof. */
    @Override
    public void close() throws IOException {
        if (proof == null && failure == null) {
            failure = new IOException("The file was closed before it was read to its end.");
        }
        position = end;
        content.close();
    }
}
