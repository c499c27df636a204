package io.seiexport.delivery;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.seiexport.csv.ChangedCsv;
import io.seiexport.csv.Expected;
import io.seiexport.csv.ProvingStream;
import io.seiexport.csv.RefusedFile;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.plan.Export;
import io.seiexport.plan.Format;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes from a transform the body that it left and nothing else, and says what is wrong with it. */
public final class Transforms implements AggregationStrategy {
    private static final Logger LOG = LoggerFactory.getLogger(Transforms.class);

    private final Staging staging;

    public Transforms(Staging staging) {
        this.staging = staging;
    }

    /** The transform has run on a copy of the export; whatever else it has done to that is forgotten. */
    @Override
    public Exchange aggregate(Exchange export, Exchange copy) {
        if (copy.getException() != null) {
            export.setException(copy.getException());
        } else if (Ending.isEarly(copy)) {
            export.setException(new ExportFailed(Reason.TRANSFORM, name(export) + " did not come to its end: it was "
                    + "stopped, or has handled an error itself"));
        } else {
            export.getMessage().setBody(copy.getMessage().getBody());
        }
        return export;
    }

    /** What the header of its result is compared with. */
    public Expected expected(Exchange exchange) {
        return Expected.madeOf(exchange.getMessage().getBody() instanceof ChangedCsv changed ? changed.names()
                : Staged.of(exchange).proof().header());
    }

    /** What it says that it does to each column. */
    public Map<String, String> changedColumns(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof ChangedCsv changed ? changed.changed() : Map.of();
    }

    /** The body that it left, to be read. */
    public InputStream result(Exchange exchange) throws ExportFailed {
        var body = exchange.getMessage().getBody();
        if (body == null) {
            throw new ExportFailed(Reason.TRANSFORM, name(exchange) + " left nothing: its body must be the "
                    + (Export.of(exchange).format() == Format.CSV ? "CSV" : "JSON lines"));
        }
        if (isSource(body, exchange)) {
            throw new ExportFailed(Reason.TRANSFORM, name(exchange) + " left the very file that it was given, as one that "
                    + "swallows an error does; where nothing is to change it must leave a stream or a copy");
        }
        var content = exchange.getMessage().getBody(InputStream.class);
        if (content == null) {
            throw new ExportFailed(Reason.TRANSFORM, name(exchange) + " left a body of the type "
                    + body.getClass().getSimpleName() + "; it must be a file, a stream, bytes or a text");
        }
        return new TimelyStream(content, exchange);
    }

    private static boolean isSource(Object body, Exchange exchange) {
        var left = body instanceof File file ? file.toPath() : body instanceof Path path ? path : null;
        try {
            return left != null && Files.isSameFile(left, Staged.of(exchange).file().toPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** Fails with what went wrong, in a sentence that names the transform, unless that is not to blame. */
    public void blame(Exchange exchange) throws Throwable {
        var thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (isOurs(thrown)) {
            throw thrown;
        }
        LOG.debug("{}", Export.of(exchange), thrown);
        throw new ExportFailed(Reason.TRANSFORM, name(exchange) + Failure.find(thrown, RefusedFile.class)
                .map(file -> " did not leave " + wanted(exchange) + ": "
                        + file.getMessage().replaceFirst("\\.$", ""))
                .orElseGet(() -> " failed: " + Failure.ofSink(thrown).sentence()));
    }

    private static String wanted(Exchange exchange) {
        var export = Export.of(exchange);
        return (export.format() == Format.CSV ? "a whole CSV" : "whole JSON lines") + ", as export." + export.domain()
                + ".transform-format=" + export.format() + " wants";
    }

    /** Whether the disk is full or the like, or all was said already. */
    private boolean isOurs(Throwable thrown) {
        return Failure.find(thrown, ExportFailed.class).isPresent()
                || Failure.find(thrown, FileSystemException.class).map(FileSystemException::getFile)
                        .filter(staging::isResult).isPresent();
    }

    /** Refuses a result for which the very file of the server was changed: no later try could begin with it. */
    public void demandUnchanged(Exchange exchange) throws ExportFailed {
        var source = Staged.of(exchange);
        try {
            if (Staging.isProven(source.file().toPath(), source.proof())) {
                return;
            }
        } catch (IOException e) {
            throw new ExportFailed(Reason.TRANSFORM, changed(exchange) + " (" + e.getMessage() + ")");
        }
        throw new ExportFailed(Reason.TRANSFORM, changed(exchange));
    }

    private static String changed(Exchange exchange) {
        return name(exchange) + " has changed or removed the file that it was given; it must leave another one as its "
                + "body";
    }

    /** A file in the staging folder for what the transform of the export keeps meanwhile; it is removed after it. */
    public File scratch(Exchange exchange) {
        return staging.scratch(exchange);
    }

    /** The name under which the result is staged. */
    public String resultName(Exchange exchange) {
        return staging.result(exchange).getName();
    }

    /** What the sinks get: the result, with its proof. */
    @SuppressWarnings("unchecked")
    public Staged transformed(Exchange exchange) {
        return Staged.of(exchange).transformed(Export.of(exchange).transform(), staging.result(exchange),
                exchange.getVariable("transfer", ProvingStream.class).proof(),
                exchange.getVariable("changedColumns", Map.of(), Map.class));
    }

    private static String name(Exchange exchange) {
        return name(Export.of(exchange));
    }

    /** What messages call that of an export. */
    static String name(Export export) {
        return export.transform() + " (export." + export.domain() + ".transform)";
    }
}
