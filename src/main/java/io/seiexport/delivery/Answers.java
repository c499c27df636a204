package io.seiexport.delivery;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.seiexport.csv.Proof;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.job.Job;
import io.seiexport.plan.Export;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds what the server says of an export against what it was asked, and against the file that came. */
public final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final DeliverySettings settings;

    public Answers(DeliverySettings settings) {
        this.settings = settings;
    }

    /**
     * Lets an export whose question the server repeats otherwise pass with a warning. One of another scope or of other
     * days has other rows, and does not pass where files with other columns do not either.
     */
    public void refuseOtherRows(Exchange exchange) throws ExportFailed {
        var echo = Job.of(exchange).echo();
        if (echo.isOfOtherRows() && settings.driftFails()) {
            throw new ExportFailed(Reason.FOREIGN_JOB, "the export was refused: " + echo.sentence() + " Set "
                    + DeliverySettings.DRIFT + "=warn to accept it");
        }
        LOG.warn("{}: {}", Export.of(exchange), echo.sentence());
    }

    /**
     * That the server states another size than that of the file, packed or plain; else empty. It is no ground to refuse
     * the file, which has proven that it is whole: no document says which of the two sizes is meant, or when it is
     * measured.
     */
    public String otherSize(Exchange exchange) {
        return otherSize(Job.of(exchange), Staged.of(exchange).proof());
    }

    private static String otherSize(Job job, Proof proof) {
        var stated = job.sizeBytes();
        return stated == 0 || stated == proof.bytes() || stated == proof.compressedBytes() ? ""
                : String.format(Locale.ROOT, "The server states a size of %d bytes, and the file that came is whole "
                        + "with %d bytes as received and %d unpacked.", stated, proof.compressedBytes(), proof.bytes());
    }

    /** What is odd about this file, as the server speaks of it. */
    static List<String> oddities(Job job, Proof proof) {
        return Stream.of(job.echo().sentence(), otherSize(job, proof)).filter(text -> !text.isEmpty()).toList();
    }
}
