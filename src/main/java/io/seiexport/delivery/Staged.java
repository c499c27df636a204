package io.seiexport.delivery;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.seiexport.proof.Proof;

/** A proven file that waits for its sinks. */
public record Staged(File file, Proof proof, Duration transfer, Drift drift) {

    /** One whose columns were held against no others. */
    public Staged(File file, Proof proof, Duration transfer) {
        this(file, proof, transfer, Drift.NONE);
    }

    Staged with(Drift difference) {
        return new Staged(file, proof, transfer, difference);
    }

    /** Sentences about what is odd, yet no ground to keep the file from its sinks. */
    public List<String> warnings() {
        var drifted = drift.any() ? Stream.of(drift.sentence()) : Stream.<String>empty();
        return Stream.concat(proof.warnings().stream(), drifted).toList();
    }
}
