package io.seiexport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.seiexport.bench.Standing.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingTest {
    @TempDir
    private Path folder;

    @Test
    void a_ratio_that_is_lower_by_more_than_a_fifth_has_fallen() throws IOException {
        var standing = standing("download.gunzip=2.5");

        assertThat(standing.judge(ratio("download.gunzip", 1.99))).isEqualTo(Verdict.FALLEN);
        assertThat(standing.judge(ratio("download.gunzip", 2.01))).isEqualTo(Verdict.KEPT);
        assertThat(standing.judge(ratio("download.gunzip", 9))).isEqualTo(Verdict.KEPT);
    }

    @Test
    void a_run_in_which_one_ratio_has_fallen_is_not_good() throws IOException {
        var report = new Report(standing("a=1\nb=1"), "here");

        report.add(List.of(ratio("a", 1)));
        assertThat(report.isGood()).isTrue();

        report.add(List.of(ratio("b", 0.79)));
        assertThat(report.isGood()).isFalse();
    }

    @Test
    void what_lacks_its_tool_is_neither_a_failure_nor_a_success() throws IOException {
        var report = new Report(standing("download.igzip=0.6"), "here");
        report.add(List.of(Figure.notMeasured("download.igzip", "igzip is not installed")));

        assertThat(report.isGood()).isTrue();
        assertThat(report.table()).contains(
                "| download.igzip | not measured | igzip is not installed |  | 0.6 | not measured |")
                .doesNotContain("ok");
    }

    @Test
    void a_broken_promise_fails_whatever_stands() throws IOException {
        var report = new Report(standing(""), "here");
        report.add(List.of(Figure.broken("download", "a.csv is not byte for byte what was served")));

        assertThat(report.isGood()).isFalse();
        assertThat(report.table()).contains(
                "| download | a.csv is not byte for byte what was served |  |  |  | BROKEN |");
    }

    @Test
    void a_ratio_that_nobody_has_written_yet_is_not_judged() throws IOException {
        assertThat(standing("").judge(ratio("new", 0.001))).isEqualTo(Verdict.NEW);
    }

    @Test
    void written_are_the_ratios_that_were_measured_and_all_others_stay() throws IOException {
        var file = folder.resolve("ratios.properties");

        standing("kept=2\nmeasured=1\nlacking=3").write(file,
                List.of(ratio("measured", 1.23456), Figure.notMeasured("lacking", "no tool")));

        assertThat(Files.readAllLines(file)).contains("kept=2", "lacking=3", "measured=1.23");
    }

    @Test
    void of_two_measurements_the_better_counts_unless_the_second_breaks_a_promise() {
        var first = List.of(ratio("a", 1), ratio("b", 3));

        assertThat(Benchmarks.better(first, List.of(ratio("a", 2), ratio("b", 2))))
                .containsExactly(ratio("a", 2), ratio("b", 3));
        assertThat(Benchmarks.better(first, List.of(Figure.broken("row", "no file")))).allMatch(Figure::broken);
    }

    @Test
    void the_ratio_of_pairs_is_the_median_of_their_ratios() {
        var pairs = new Pairs();
        pairs.add(1, 2);
        pairs.add(10, 30);
        pairs.add(2, 1);

        assertThat(pairs.ratio()).isEqualTo(2);
        assertThat(pairs.ours()).isEqualTo(2);
        assertThat(Pairs.median(List.of(1.0, 4.0))).isEqualTo(2.5);
    }

    private Standing standing(String ratios) throws IOException {
        return Standing.in(Files.writeString(folder.resolve("stands.properties"), ratios));
    }

    private static Figure ratio(String name, double ratio) {
        return Figure.of(name, "ours", "theirs", ratio);
    }
}
