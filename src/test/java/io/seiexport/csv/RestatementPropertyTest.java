package io.seiexport.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** What holds for any two files, held against a model that keeps all of their rows in memory. */
class RestatementPropertyTest {
    private static final String NUMBER = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?";

    private Path folder;

    /** The rows of a file before and after its restatement. */
    private record Restated(int columns, List<List<String>> before, List<List<String>> now) {
    }

    @BeforeTry
    void begin() throws IOException {
        folder = Files.createTempDirectory("restatement");
    }

    @AfterTry
    void end() throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Property(tries = 2_000)
    void a_restatement_is_what_a_model_in_memory_finds(@ForAll("restated") Restated restated,
            @ForAll("limits") ExternalSort.Limits limits, @ForAll Random random) throws IOException {
        var older = print("older", restated.columns, restated.before, limits, Optional.empty(), random);
        var newer = print("newer", restated.columns, restated.now, limits, Optional.of(older), random);

        assertThat(older.rows()).isEqualTo(restated.before.size());
        assertThat(older.keys()).isEqualTo(keys(restated.columns, restated.before));
        assertThat(newer.keys()).isEqualTo(restated.before.isEmpty() ? keys(restated.columns, restated.now)
                : older.keys());
        assertThat(Restatement.between(folder.resolve("older.print"), folder.resolve("newer.print")))
                .isEqualTo(model(restated, newer.keys()));
    }

    @Property(tries = 500)
    void neither_the_order_of_the_rows_nor_the_memory_for_sorting_changes_the_fingerprints(
            @ForAll("restated") Restated restated, @ForAll("limits") ExternalSort.Limits limits, @ForAll Random random)
            throws IOException {
        var shuffled = new ArrayList<>(restated.now);
        Collections.shuffle(shuffled, random);

        print("older", restated.columns, restated.now, ExternalSort.Limits.DEFAULT, Optional.empty(), random);
        print("newer", restated.columns, shuffled, limits, Optional.empty(), random);

        assertThat(fingerprints("newer")).isEqualTo(fingerprints("older"));
        assertThat(Restatement.between(folder.resolve("older.print"), folder.resolve("newer.print")))
                .isEqualTo(new Restatement(0, 0, 0, true));
    }

    private byte[] fingerprints(String name) throws IOException {
        var bytes = Files.readAllBytes(folder.resolve(name + ".print"));
        return Arrays.copyOfRange(bytes, CsvFingerprint.HEAD, bytes.length);
    }

    private CsvFingerprint print(String name, int columns, List<List<String>> rows, ExternalSort.Limits limits,
            Optional<CsvFingerprint> older, Random random) throws IOException {
        var lineEnd = random.nextBoolean() ? "\n" : "\r\n";
        var lines = new ArrayList<String>();
        lines.add(IntStream.range(0, columns).mapToObj(i -> "\"column, " + i + '"').collect(Collectors.joining(",")));
        rows.forEach(row -> lines.add(row.stream().map(cell -> written(cell, random))
                .collect(Collectors.joining(","))));
        var csv = Files.writeString(folder.resolve(name + ".csv"),
                String.join(lineEnd, lines) + (random.nextBoolean() ? lineEnd : ""));
        return new CsvFingerprintWriter(folder, limits).write(csv, folder.resolve(name + ".print"), older);
    }

    /** In quotes where it has to be, or now and then; an empty cell alone in its line would be a blank line. */
    private static String written(String cell, Random random) {
        var needed = cell.isEmpty() || cell.matches("(?s).*[\",\r\n].*");
        return needed || random.nextInt(3) == 0 ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }

    private static int keys(int columns, List<List<String>> rows) {
        for (var column = 0; column < columns; column++) {
            var at = column;
            var cells = rows.stream().map(row -> row.get(at)).filter(cell -> !cell.isEmpty()).toList();
            if (!cells.isEmpty() && cells.stream().allMatch(cell -> cell.matches(NUMBER))) {
                return Math.max(1, column);
            }
        }
        return columns;
    }

    private static Restatement model(Restated restated, int keys) {
        var added = 0;
        var removed = 0;
        var changed = 0;
        var before = byKey(restated.before, keys);
        var now = byKey(restated.now, keys);
        var all = new HashSet<>(before.keySet());
        all.addAll(now.keySet());
        for (var key : all) {
            var gone = new ArrayList<>(before.getOrDefault(key, List.of()));
            var come = new ArrayList<>(now.getOrDefault(key, List.of()));
            before.getOrDefault(key, List.of()).stream().filter(come::remove).forEach(gone::remove);
            var pairs = Math.min(gone.size(), come.size());
            changed += pairs;
            removed += gone.size() - pairs;
            added += come.size() - pairs;
        }
        return new Restatement(added, removed, changed, true);
    }

    private static Map<List<String>, List<List<String>>> byKey(List<List<String>> rows, int keys) {
        var byKey = new HashMap<List<String>, List<List<String>>>();
        rows.forEach(row -> byKey.computeIfAbsent(row.subList(0, keys), key -> new ArrayList<>()).add(row));
        return byKey;
    }

    /** Few enough that most files make several runs, and some have to be merged several times. */
    @Provide
    Arbitrary<ExternalSort.Limits> limits() {
        return Combinators.combine(Arbitraries.integers().between(1, 8), Arbitraries.integers().between(2, 4))
                .as(ExternalSort.Limits::new);
    }

    @Provide
    Arbitrary<Restated> restated() {
        return Arbitraries.integers().between(1, 5).flatMap(columns -> Arbitraries.integers().between(0, columns)
                .flatMap(texts -> restated(columns, row(columns, texts))));
    }

    private static Arbitrary<Restated> restated(int columns, Arbitrary<List<String>> row) {
        return Combinators.combine(row.list().ofMaxSize(40), row.list().ofMaxSize(15),
                Arbitraries.integers().between(0, 40), Arbitraries.randoms()).as((before, more, kept, random) -> {
                    var now = new ArrayList<>(before);
                    Collections.shuffle(now, random);
                    now.subList(Math.min(kept, now.size()), now.size()).clear();
                    now.addAll(more);
                    Collections.shuffle(now, random);
                    return new Restated(columns, before, now);
                });
    }

    /** Of so few cells that rows are often alike, wholly or by their keys. */
    private static Arbitrary<List<String>> row(int columns, int texts) {
        var text = Arbitraries.of("", "a", "b", "ab", "7", "x,y", "\"", "\"\"", "line\nbreak", "\r\n", "\u00e9", " ");
        var number = Arbitraries.frequencyOf(Tuple.of(60, Arbitraries.of("", "1", "2", "-1.5", "1e3")),
                Tuple.of(1, Arbitraries.of("n/a", "-", "1,000")));
        var cells = IntStream.range(0, columns).<Arbitrary<String>>mapToObj(i -> i < texts ? text : number).toList();
        return Combinators.combine(cells).as(row -> row);
    }
}
