package io.seiexport.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** The figures of a run beside those that stand: as a table in Markdown, and as JSON. */
final class Report {
    private final Standing standing;
    private final String machine;
    private final List<Figure> figures = new ArrayList<>();

    Report(Standing standing, String machine) {
        this.standing = standing;
        this.machine = machine;
    }

    void add(List<Figure> measured) {
        figures.addAll(measured);
    }

    List<Figure> figures() {
        return figures;
    }

    /** Nothing that has fallen, and no promise that was broken. */
    boolean isGood() {
        return figures.stream().map(standing::judge).noneMatch(Standing.Verdict::fails);
    }

    String table() {
        var table = new StringBuilder("| figure | SEI Export | beside | ratio | stands | |\n")
                .append("|---|---|---|---|---|---|\n");
        for (var figure : figures) {
            table.append(String.format(Locale.ROOT, "| %s | %s | %s | %s | %s | %s |%n", figure.name(),
                    inOneCell(figure.ours()), inOneCell(figure.beside()), ratio(figure), stands(figure),
                    standing.judge(figure).word()));
        }
        return table.append("\n").append(machine).append("\n").toString();
    }

    void writeJson(Path file) throws IOException {
        var json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        var report = json.createObjectNode().put("machine", machine);
        var rows = report.putArray("figures");
        for (var figure : figures) {
            var row = rows.addObject().put("name", figure.name()).put("ours", figure.ours())
                    .put("beside", figure.beside()).put("verdict", standing.judge(figure).word());
            figure.ratio().ifPresent(ratio -> row.put("ratio", ratio));
            row.put("stands", standing.ratio(figure.name()));
        }
        Files.writeString(file, json.writeValueAsString(report) + "\n");
    }

    private static String ratio(Figure figure) {
        return figure.ratio().isPresent() ? Standing.rounded(figure.ratio().getAsDouble()) : "";
    }

    private String stands(Figure figure) {
        var ratio = standing.ratio(figure.name());
        return ratio == null ? "" : Standing.rounded(ratio);
    }

    private static String inOneCell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s*\\n\\s*", " ").strip();
    }
}
