package io.seiexport.delivery;

import java.util.List;
import java.util.Locale;
import java.util.Set;
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

    /** The usual sizes of a page; any other number of rows is that of a list that has ended. */
    private static final Set<Long> PAGES = Set.of(10L, 20L, 25L, 50L, 100L, 200L, 250L, 500L, 1000L, 2000L, 5000L,
            10_000L);

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

    /**
     * That the file has as many rows as a page of a list usually has, where the same call also answers with pages; else
     * empty. By the documents it is the whole list as a CSV, but nothing in it shows that.
     */
    public String maybePage(Exchange exchange) {
        return maybePage(Export.of(exchange), Staged.of(exchange).proof());
    }

    private static String maybePage(Export export, Proof proof) {
        return export.report() == null || !export.report().isGet() || !PAGES.contains(proof.rows()) ? ""
                : String.format(Locale.ROOT, "The file has exactly %d rows, as a page of a list has; if there are "
                        + "more, the server has sent the first page only.", proof.rows());
    }

    /** What is odd about this file, as the server speaks of it, or as it looks. */
    static List<String> oddities(Export export, Job job, Proof proof) {
        return Stream.of(job.echo().sentence(), otherSize(job, proof), maybePage(export, proof))
                .filter(text -> !text.isEmpty()).toList();
    }
}
