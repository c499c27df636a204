package io.seiexport.delivery;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.csv.Proof;
import io.seiexport.job.Job;
import io.seiexport.ledger.Entry;

/** What the ledger keeps of a staged file, so that it goes on to its sinks after its program has ended, too. */
public record StagedRecord(String file, String completedAt, Proof proof, long transferMillis, Drift drift,
        boolean stale) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public StagedRecord {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(completedAt, "completedAt");
        Objects.requireNonNull(proof, "proof");
        Objects.requireNonNull(drift, "drift");
    }

    /** Of what the server said only what the manifest needs: the address of a download may open it to anybody. */
    static StagedRecord of(Job job, Staged staged) {
        return new StagedRecord(staged.file().getName(), job.completedAt(), staged.proof(),
                staged.transfer().toMillis(), staged.drift(), staged.stale());
    }

    static StagedRecord read(String json) throws JsonProcessingException {
        var kept = JSON.readValue(json, StagedRecord.class);
        if (kept == null) {
            throw MismatchedInputException.from(null, StagedRecord.class, "it is empty");
        }
        return kept;
    }

    String write() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of texts and numbers can always be written", e);
        }
    }

    Job job(Entry entry) {
        return new Job(entry.exportId(), entry.flag("reused"), "COMPLETED", entry.createdAt(), completedAt, "", "", "");
    }

    Staged staged(Path folder) {
        return new Staged(in(folder), proof, Duration.ofMillis(transferMillis), drift, stale).asRecorded();
    }

    private File in(Path folder) {
        return folder.resolve(file).toFile();
    }
}
