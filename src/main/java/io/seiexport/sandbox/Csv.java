package io.seiexport.sandbox;

import io.seiexport.sandbox.FileColumns.Column;
import io.seiexport.sandbox.FileColumns.Row;
import io.seiexport.sandbox.Team.Developer;
import java.io.BufferedWriter;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/** The file of one export, written row by row; the same request and edition make the same bytes. */
final class Csv {
    private final Request request;
    private final int edition;
    private final List<Column> columns;

    Csv(Request request, int edition) {
        this.request = request;
        this.edition = edition;
        this.columns = FileColumns.of(request);
    }

    /** Compressed, as it travels. */
    Answer zipped(String contentType) {
        return Answer.of(200, contentType, zippedSize(), this::zipTo);
    }

    /** The size on the wire; the file is written once more rather than kept in memory. */
    long zippedSize() {
        try {
            var counter = new DataOutputStream(OutputStream.nullOutputStream());
            zipTo(counter);
            return counter.size() == Integer.MAX_VALUE ? -1 : counter.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not closed when writing fails: closing would end a broken answer properly. */
    private void zipTo(OutputStream out) throws IOException {
        var zip = new GZIPOutputStream(out);
        writeTo(zip);
        zip.finish();
        out.flush();
    }

    void writeTo(OutputStream out) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writeLine(writer, Column::header);
        var granularity = granularity();
        var day = request.start();
        while (!day.isAfter(request.end())) {
            var period = Period.from(day, granularity, request.end());
            writePeriod(writer, period);
            day = period.end().plusDays(1);
        }
        writer.flush();
    }

    private void writePeriod(Writer writer, Period period) throws IOException {
        for (var team : Team.of(request)) {
            for (var developer : developers(team)) {
                var row = new Row(request, edition, period, team, developer);
                writeLine(writer, column -> column.value().apply(row));
            }
        }
    }

    private void writeLine(Writer writer, Function<Column, String> value) throws IOException {
        var separator = "";
        for (var column : columns) {
            writer.write(separator);
            writer.write(quoted(value.apply(column)));
            separator = ",";
        }
        writer.write("\n");
    }

    private List<Developer> developers(Team team) {
        return FileColumns.perDeveloper(request) ? team.developers() : Collections.singletonList(null);
    }

    private String granularity() {
        return FileColumns.perSprint(request) ? "SPRINT"
                : request.option("granularity", "monthly").toUpperCase(Locale.ROOT);
    }

    static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
