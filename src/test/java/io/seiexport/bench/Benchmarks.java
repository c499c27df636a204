package io.seiexport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

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
        var begun = System.nanoTime();
        var chosen = Set.of(System.getProperty("bench.rows", "").split(","));
        var standing = Standing.in(STANDING);
        var report = new Report(standing, Machine.here());
        try (var workshop = new Workshop(isSet("bench.full"))) {
            for (var row : ROWS) {
                if (chosen.contains("") || chosen.contains(row.name())) {
                    var seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
                    System.err.printf("%3d s  %s%n", seconds, row.name());
                    report.add(new Benchmarks(workshop, standing).measure(row));
                }
            }
        }
        System.out.println(report.table());
        report.writeJson(JSON);
        if (isSet("bench.write")) {
            standing.write(STANDING, report.figures());
        }
        System.exit(report.isGood() ? 0 : 1);
    }

    /** Given without a value it is set, too. */
    private static boolean isSet(String name) {
        return !System.getProperty(name, "false").equals("false");
    }

    /** Once more if something has fallen: a machine that was busy at that moment says nothing of the program. */
    private List<Figure> measure(Row row) {
        var figures = measureOnce(row);
        if (figures.stream().map(standing::judge).noneMatch(Standing.Verdict.FALLEN::equals)) {
            return figures;
        }
        return better(figures, measureOnce(row));
    }

    private List<Figure> measureOnce(Row row) {
        try {
            return row.measure(workshop).stream().map(this::ofThisSize).toList();
        } catch (Exception e) {
            var sentence = e instanceof BrokenPromise ? e.getMessage() : e.toString();
            return List.of(ofThisSize(Figure.broken(row.name(), sentence)));
        }
    }

    /** Large runs have ratios of their own. */
    private Figure ofThisSize(Figure figure) {
        return !workshop.isFull() ? figure
                : new Figure(figure.name() + ".full", figure.ours(), figure.beside(), figure.ratio(), figure.broken());
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
