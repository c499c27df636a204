package io.seiexport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Measures the packaged program row by row, and ends with 1 where a ratio has fallen or a promise was broken. */
final class Benchmarks {
    private static final Path STANDING = Path.of("src/test/resources/bench/ratios.properties");
    private static final Path JSON = Path.of("target/bench.json");
    private static final List<Row> ROWS = List.of(new DownloadRow(), new FlightRow(), new CommandsRow(),
            new StartRow(), new FirstRunRow(), new BucketRow(), new RequestsRow(), new PlanRow(), new RestRow(),
            new InsteadRow());

    private final Workshop workshop;
    private final Standing standing;

    private Benchmarks(Workshop workshop, Standing standing) {
        this.workshop = workshop;
        this.standing = standing;
    }

    public static void main(String[] arguments) throws IOException {
        List<Row> rows;
        try {
            rows = chosen(System.getProperty("bench.rows", ""));
        } catch (IllegalArgumentException unknown) {
            System.err.println(unknown.getMessage());
            System.exit(2);
            return;
        }
        var begun = System.nanoTime();
        var standing = Standing.in(STANDING);
        var report = new Report(standing, Machine.here());
        try (var workshop = new Workshop(isSet("bench.full"))) {
            var benchmarks = new Benchmarks(workshop, standing);
            for (var row : rows) {
                var seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
                System.err.printf("%3d s  %s%n", seconds, row.name());
                var figures = benchmarks.measure(row);
                report.add(figures);
                report.add(standing.lacking(row, workshop.isFull(), figures));
                // After each row, so that nothing that goes wrong later takes away what was measured.
                report.writeJson(JSON);
            }
            System.out.println(report.table());
        }
        if (isSet("bench.write")) {
            standing.write(STANDING, report.figures());
        }
        System.exit(report.isGood() ? 0 : 1);
    }

    /** The rows of these names, separated by commas; all of them if there is none. */
    static List<Row> chosen(String names) {
        var wanted = Stream.of(names.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
        var known = ROWS.stream().map(Row::name).toList();
        for (var name : wanted) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("bench.rows names \"" + name + "\", which is no row; there are "
                        + String.join(", ", known) + ".");
            }
        }
        return ROWS.stream().filter(row -> wanted.isEmpty() || wanted.contains(row.name())).toList();
    }

    /** Given without a value it is set, too. */
    private static boolean isSet(String name) {
        return !System.getProperty(name, "false").equals("false");
    }

    /** Once more if something has fallen: a machine that was busy at that moment says nothing of the program. */
    private List<Figure> measure(Row row) throws IOException {
        var figures = measureOnce(row);
        if (figures.stream().map(standing::judge).noneMatch(Standing.Verdict.FALLEN::equals)) {
            return figures;
        }
        return better(figures, measureOnce(row));
    }

    private List<Figure> measureOnce(Row row) throws IOException {
        try {
            return row.measure(workshop).stream().map(this::ofThisSize).toList();
        } catch (Exception e) {
            var sentence = e instanceof BrokenPromise ? e.getMessage() : e.toString();
            return List.of(ofThisSize(Figure.broken(row.name(), sentence)));
        } finally {
            workshop.clear();
        }
    }

    /** Large runs have ratios of their own. */
    private Figure ofThisSize(Figure figure) {
        return !workshop.isFull() ? figure
                : new Figure(figure.name() + Figure.FULL, figure.ours(), figure.beside(), figure.ratio(),
                        figure.broken());
    }

    static List<Figure> better(List<Figure> first, List<Figure> second) {
        if (second.stream().anyMatch(Figure::broken)) {
            return second;
        }
        return second.stream().map(figure -> first.stream().filter(other -> other.name().equals(figure.name()))
                .filter(other -> other.ratio().orElse(0) > figure.ratio().orElse(0)).findFirst().orElse(figure))
                .toList();
    }
}
