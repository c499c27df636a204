package io.seiexport.csv;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatName;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.IOHelper;

/**
 * The data format {@code proven-csv}: unmarshal turns a downloaded body, gzipped or plain, into a {@link ProvingStream}
 * of its CSV, which the exchange also keeps as its variable {@code transfer}. Nothing is held in memory or on disk.
 */
public final class ProvenCsv extends ServiceSupport implements DataFormat, DataFormatName {

    /** The exchange variable that holds the {@link ProvingStream}. */
    public static final String TRANSFER = "transfer";

    /**
     * The header of a message that says {@code true} where the end of the body is no more than the end of its
     * connection: neither a length nor chunks tell whether all of it came.
     */
    public static final String UNFRAMED = "SeiExportUnframed";

    /** The exchange variable that says until when the whole file may come, if it is there. */
    private static final String DEADLINE = "deadline";

    private final InstantSource clock;
    private final Executor background;
    private FileLimits rules;

    /** For Camel, which makes one by its name, and sets what it is told. */
    public ProvenCsv() {
        this(FileLimits.DEFAULT, InstantSource.system(), Runnable::run);
    }

    /** Bytes are inspected in the background while the next ones are unpacked. */
    public ProvenCsv(FileLimits rules, InstantSource clock, Executor background) {
        this.rules = rules;
        this.clock = clock;
        this.background = background;
    }

    /** The most bytes that a file may unpack to. */
    public void setMaxBytes(long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", but a file has at least one byte.");
        }
        rules = new FileLimits(maxBytes, rules.maxRatio(), rules.raggedRowsFail(), rules.unframedFails());
    }

    /**
     * How many bytes one received byte may unpack to, looked at once a MiB is unpacked. Deflate cannot do better than
     * 1032 to 1, and reaches it with a pattern of a few bytes without end, as bombs are made. The default of 1000 lets
     * the most monotonous CSV pass: a row of 1 kB repeated for ever packs 470 to 1, one of 10 kB 830 to 1.
     */
    public void setMaxRatio(int maxRatio) {
        if (maxRatio < 1) {
            throw new IllegalArgumentException("maxRatio is " + maxRatio + ", but it has to be at least 1.");
        }
        rules = new FileLimits(rules.maxBytes(), maxRatio, rules.raggedRowsFail(), rules.unframedFails());
    }

    /** What becomes of a file whose rows are not all as wide as its header: {@code fail} or {@code warn}. */
    public void setRaggedRows(String raggedRows) {
        rules = new FileLimits(rules.maxBytes(), rules.maxRatio(), fails("raggedRows", raggedRows),
                rules.unframedFails());
    }

    /** Whether an {@link #UNFRAMED} plain file, or one of several gzip members, shall {@code fail} or {@code warn}. */
    public void setUnframed(String unframed) {
        rules = new FileLimits(rules.maxBytes(), rules.maxRatio(), rules.raggedRowsFail(), fails("unframed", unframed));
    }

    private static boolean fails(String name, String said) {
        return switch (said) {
            case "fail" -> true;
            case "warn" -> false;
            default -> throw new IllegalArgumentException(
                    name + " is '" + said + "', but it has to be 'fail' or 'warn'.");
        };
    }

    @Override
    public String getDataFormatName() {
        return "proven-csv";
    }

    @Override
    public Object unmarshal(Exchange exchange, InputStream body) {
        return kept(new ProvingStream(body, rules, doubts(exchange), encoded(exchange), ending(exchange),
                late(exchange), background), exchange);
    }

    /** It goes with the exchange, and is closed at its end. */
    static ProvingStream kept(ProvingStream transfer, Exchange exchange) {
        // Not setVariable: where stream caching is on for the context, that reads a stream into memory, in any route.
        exchange.getVariables().put(TRANSFER, transfer);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                IOHelper.close(transfer);
            }
        });
        return transfer;
    }

    private BooleanSupplier late(Exchange exchange) {
        var deadline = exchange.getVariable(DEADLINE, Instant.MAX, Instant.class);
        return () -> clock.instant().isAfter(deadline);
    }

    private BodyEnd ending(Exchange exchange) {
        return !exchange.getMessage().getHeader(UNFRAMED, false, Boolean.class) ? BodyEnd.KNOWN
                : rules.unframedFails() ? BodyEnd.REFUSED : BodyEnd.DOUBTED;
    }

    private static HeaderCheck doubts(Exchange exchange) {
        return new HeaderCheck(DeclaredType.of(types(exchange)),
                exchange.getVariable(Expected.VARIABLE, Expected.NOTHING, Expected.class));
    }

    private static Stream<String> types(Exchange exchange) {
        Object header = exchange.getMessage().getHeader(Exchange.CONTENT_TYPE);
        return header instanceof Collection<?> several ? several.stream().map(String::valueOf)
                : Stream.ofNullable(header).map(String::valueOf);
    }

    /** The HTTP client is told to leave such a body as it is: what undoes it there does not prove it. */
    private static boolean encoded(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.CONTENT_ENCODING, "", String.class)
                .toLowerCase(Locale.ROOT).contains("gzip");
    }

    /** A response without a body comes as null: a file of zero bytes. */
    @Override
    public Object unmarshal(Exchange exchange, Object body) throws Exception {
        return body == null
                ? unmarshal(exchange, InputStream.nullInputStream())
                : DataFormat.super.unmarshal(exchange, body);
    }

    @Override
    public void marshal(Exchange exchange, Object graph, OutputStream stream) {
        throw new UnsupportedOperationException("The data format proven-csv reads files; it writes none.");
    }
}
