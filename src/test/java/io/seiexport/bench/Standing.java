package io.seiexport.bench;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ratios that stand in the repository, against which new ones are judged. */
final class Standing {
    /** A ratio that is lower than this share of the one that stands has fallen. */
    private static final double ALLOWED = 0.8;
    private static final String HEAD = """
            # The ratios that stand, as `./mvnw -q -Pbench verify -Dbench.write` writes them. A run fails where one is
            # lower by more than a fifth. What each one means: src/docs/benchmarks.md
            """;

    private final Map<String, Double> ratios;

    enum Verdict {
        KEPT("ok"), FALLEN("FALLEN"), BROKEN("BROKEN"), NEW("none stands"), NOT_MEASURED("not measured");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        boolean fails() {
            return this == FALLEN || this == BROKEN;
        }

        String word() {
            return word;
        }
    }

    private Standing(Map<String, Double> ratios) {
        this.ratios = new TreeMap<>(ratios);
    }

    /** What the file says; nothing stands where there is none. */
    static Standing in(Path file) throws IOException {
        var said = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                said.load(reader);
            }
        }
        return new Standing(said.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, name -> Double.valueOf(said.getProperty(name)))));
    }

    /** The ratio of this name, or null. */
    Double ratio(String name) {
        return ratios.get(name);
    }

    /** Those that stand for a row and have no figure among these, as not measured. */
    List<Figure> lacking(Row row, boolean full, List<Figure> figures) {
        return ratios.keySet().stream().filter(name -> name.startsWith(row.name() + "."))
                .filter(name -> name.endsWith(Figure.FULL) == full)
                .filter(name -> figures.stream().noneMatch(figure -> figure.name().equals(name)))
                .map(name -> Figure.notMeasured(name, "the row gave no such figure")).toList();
    }

    Verdict judge(Figure figure) {
        if (figure.broken()) {
            return Verdict.BROKEN;
        }
        if (figure.ratio().isEmpty()) {
            return Verdict.NOT_MEASURED;
        }
        var stands = ratios.get(figure.name());
        if (stands == null) {
            return Verdict.NEW;
        }
        return figure.ratio().getAsDouble() < ALLOWED * stands ? Verdict.FALLEN : Verdict.KEPT;
    }

    /** Writes the ratios that were measured in the place of those that stood; all others stay. */
    void write(Path file, List<Figure> figures) throws IOException {
        figures.forEach(figure -> figure.ratio().ifPresent(ratio -> ratios.put(figure.name(), ratio)));
        Files.writeString(file, HEAD + ratios.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + rounded(entry.getValue()) + "\n").collect(Collectors.joining()));
    }

    static String rounded(double ratio) {
        return !Double.isFinite(ratio) ? Double.toString(ratio)
                : new BigDecimal(ratio).round(new MathContext(3)).stripTrailingZeros().toPlainString();
    }
}
