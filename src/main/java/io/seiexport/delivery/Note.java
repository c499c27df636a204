package io.seiexport.delivery;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.seiexport.api.Job;
import io.seiexport.plan.Export;
import io.seiexport.proof.Proof;

/** What stands beside a staged file, so that it can go on to its sinks even after the program has ended. */
record Note(String server, String request, List<String> served, String exportId, boolean reused, String createdAt,
        String completedAt, Proof proof, long transferMillis, Drift drift, boolean stale) {

    Note {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(exportId, "exportId");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(completedAt, "completedAt");
        Objects.requireNonNull(proof, "proof");
        Objects.requireNonNull(drift, "drift");
        served = List.copyOf(served);
    }

    /** Of what the server said only what the manifest needs: the address of a download may open it to anybody. */
    static Note of(String server, Export export, Job job, Staged staged) {
        return new Note(server, export.request(), List.of(), job.exportId(), job.reused(), job.createdAt(),
                job.completedAt(), staged.proof(), staged.transfer().toMillis(), staged.drift(), staged.stale());
    }

    Job job() {
        return new Job(exportId, reused, "COMPLETED", createdAt, completedAt, "", "", "");
    }

    Staged staged(File file) {
        return new Staged(file, proof, Duration.ofMillis(transferMillis), drift, stale);
    }

    Note servedAlso(String sink) {
        var also = Stream.concat(served.stream(), Stream.of(Export.sinkMark(sink))).distinct().toList();
        return new Note(server, request, also, exportId, reused, createdAt, completedAt, proof, transferMillis, drift,
                stale);
    }

    /** Those of the sinks that have not got the file yet. */
    List<String> owed(List<String> sinks) {
        return sinks.stream().filter(sink -> !served.contains(Export.sinkMark(sink))).toList();
    }
}
