package io.seiexport.delivery;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.seiexport.csv.Proof;
import io.seiexport.ledger.Entry;
import org.apache.camel.Exchange;

/**
 * A proven file that waits for its sinks; a stale one is from before its window had closed.
 *
 * @param recorded whether the ledger knows it: then it outlives its export
 * @param source   what the server sent, where a transform has made this file of it; else null
 */
public record Staged(File file, Proof proof, Duration transfer, Drift drift, boolean stale, boolean recorded,
        Source source) {
    private static final String STALE = "The server created this file before the window closed; it may lack later "
            + "data.";

    /**
     * What a transform was given, and which.
     *
     * @param changed what it has done to each column, in words, where it says so
     */
    public record Source(File file, Proof proof, String transform, Map<String, String> changed) {
    }

    /** The one that the exchange carries; null before there is one. */
    public static Staged of(Exchange exchange) {
        return exchange.getVariable("staged", Staged.class);
    }

    /**
     * Whether the body is this file, a file of this try, and goes to the last sink that is to get it. An earlier try
     * may have left a sink that still holds on to the file; and whoever looks for new files by their time would not
     * find one that waited long.
     */
    static boolean isLeftTo(Exchange exchange) {
        var staged = of(exchange);
        var delivery = Delivery.of(exchange);
        var entry = exchange.getVariable("entry", Entry.class);
        return staged != null && staged.file().equals(exchange.getMessage().getBody())
                && delivery != null && delivery.owed().size() == 1
                && entry != null && !entry.state().equals(Entry.STAGED);
    }

    /** One that the server sent just now. */
    public Staged(File file, Proof proof, Duration transfer, Drift drift, boolean stale) {
        this(file, proof, transfer, drift, stale, false, null);
    }

    /** One whose columns were not compared with others. */
    public Staged(File file, Proof proof, Duration transfer) {
        this(file, proof, transfer, Drift.NONE, false);
    }

    /** The same, now that the ledger knows it. */
    Staged asRecorded() {
        return new Staged(file, proof, transfer, drift, stale, true, source);
    }

    /** What a transform has made of it. */
    Staged transformed(String transform, File result, Proof ofResult, Map<String, String> changed) {
        return new Staged(result, ofResult, transfer, drift, stale, recorded,
                new Source(file, proof, transform, changed));
    }

    /** Whether this transform, or none if it is empty, has made the file; in one of zero bytes it finds nothing. */
    boolean isMadeBy(String transform) {
        return proof.bytes() == 0 || transform.equals(source == null ? "" : source.transform());
    }

    /** What the server sent, whatever has become of it. */
    public Proof received() {
        return source == null ? proof : source.proof();
    }

    /** The file that later tries begin with. */
    File receivedFile() {
        return source == null ? file : source.file();
    }

    /** Sentences about what is odd, yet no ground to keep the file from its sinks. */
    public List<String> warnings() {
        var own = Stream.of(drift.any() ? drift.sentence() : "", stale ? STALE : "").filter(text -> !text.isEmpty());
        var ofCsv = Stream.concat(received().warnings().stream(), proof.warnings().stream()).distinct();
        return Stream.concat(ofCsv, own).toList();
    }
}
