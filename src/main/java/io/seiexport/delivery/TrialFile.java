package io.seiexport.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.csv.Proof;
import io.seiexport.disk.Folder;

/**
 * The file of one row that a check gives to sinks and transforms: it lies where theirs do, since one may read it from
 * there again.
 */
public record TrialFile(Path folder, String name) {

    /** Puts it there, with these columns. */
    public Staged stage(List<String> columns) throws IOException {
        new Folder(folder).makeForOwner();
        var file = file(".csv");
        var csv = (line(columns.stream()) + line(columns.stream().map(column -> "1"))).getBytes(UTF_8);
        Files.deleteIfExists(file);
        Files.write(file, csv, StandardOpenOption.CREATE_NEW);
        return new Staged(file.toFile(), new Proof(1, columns.size(), csv.length, csv.length, Staging.sha256(file),
                columns, List.of()), Duration.ZERO);
    }

    private static String line(Stream<String> cells) {
        return cells.map(cell -> cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell)
                .collect(Collectors.joining(",")) + "\n";
    }

    /** Takes it away, with what a sink or a transform has made of it. */
    public void clear() {
        Staging.delete(file(".csv"));
        Staging.PASSING.forEach(ending -> Staging.delete(file(ending)));
    }

    private Path file(String ending) {
        return folder.resolve(name + ending);
    }
}
