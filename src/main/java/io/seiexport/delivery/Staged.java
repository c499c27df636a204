package io.seiexport.delivery;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.seiexport.csv.Proof;
import org.apache.camel.Exchange;

/** A proven file that waits for its sinks; a stale one is from before its window had closed. */
public record Staged(File file, Proof proof, Duration transfer, Drift drift, boolean stale) {
    private static final String STALE = "The server created this file before the window closed; it may lack later "
            + "data.";

    /** The one that the exchange carries; null before there is one. */
    public static Staged of(Exchange exchange) {
        return exchange.getVariable("staged", Staged.class);
    }

    /** One whose columns were not compared with others. */
    public Staged(File file, Proof proof, Duration transfer) {
        this(file, proof, transfer, Drift.NONE, false);
    }

    /** Sentences about what is odd, yet no ground to keep the file from its sinks. */
    public List<String> warnings() {
        var own = Stream.of(drift.any() ? drift.sentence() : "", stale ? STALE : "").filter(text -> !text.isEmpty());
        return Stream.concat(proof.warnings().stream(), own).toList();
    }
}
