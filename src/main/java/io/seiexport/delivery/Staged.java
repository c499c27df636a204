package io.seiexport.delivery;

import java.io.File;
import java.time.Duration;

import io.seiexport.proof.Proof;

/** A proven file that waits for its sinks. */
public record Staged(File file, Proof proof, Duration transfer) {
}
