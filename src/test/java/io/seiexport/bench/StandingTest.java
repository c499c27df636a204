package io.seiexport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.seiexport.bench.Standing.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void of_a_row_what_stands_and_has_no_figure_is_not_measured() throws IOException {
        var standing = standing("bucket.curl=1\nbucket.memory=2\nbucket.curl.full=3\nplan.memory=4");
        var bucket = Benchmarks.chosen("bucket").get(0);

        assertThat(standing.lacking(bucket, false, List.of(ratio("bucket.curl", 1)))).singleElement()
                .satisfies(figure -> assertThat(figure.name()).isEqualTo("bucket.memory"))
                .satisfies(figure -> assertThat(standing.judge(figure)).isEqualTo(Verdict.NOT_MEASURED));
        assertThat(standing.lacking(bucket, true, List.of())).extracting(Figure::name)
                .containsExactly("bucket.curl.full");
    }

    @Test
    void rows_are_chosen_by_their_names_and_all_where_none_is_named() {
        assertThat(Benchmarks.chosen("start, download")).extracting(Row::name).containsExactly("download", "start");
        assertThat(Benchmarks.chosen("")).hasSizeGreaterThan(5);
    }

    @Test
    void a_row_that_there_is_not_is_refused_with_those_that_there_are() {
        assertThatIllegalArgumentException().isThrownBy(() -> Benchmarks.chosen("start,downlaod"))
                .withMessageStartingWith("bench.rows names \"downlaod\", which is no row; there are download, flight,");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NaN, 0, -1})
    void a_ratio_that_is_none_breaks_its_promise(double none) throws IOException {
        var report = new Report(standing("flight.threads-500=1"), "here");
        report.add(List.of(Figure.of("flight.threads-500", "0 threads", "64", none)));

        assertThat(report.isGood()).isFalse();
        assertThat(report.table()).contains(
                "| flight.threads-500 | 0 threads is in no ratio to 64 |  |  | 1 | BROKEN |");
    }

    @Test
    void also_what_is_no_number_can_be_written() {
        assertThat(Standing.rounded(Double.NaN)).isEqualTo("NaN");
        assertThat(Standing.rounded(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
        assertThat(Standing.rounded(1234.5)).isEqualTo("1230");
    }

    @Test
    void what_a_row_has_left_is_deleted_and_the_program_stays() throws IOException {
        Files.createDirectories(folder.resolve("program/lib"));
        Files.writeString(Files.createDirectories(folder.resolve("s3/bucket")).resolve("a.csv"), "a");
        Files.writeString(folder.resolve("ready.csv"), "a");

        Workshop.clear(folder);

        assertThat(folder).isDirectoryNotContaining(left -> !left.endsWith("program"));
        assertThat(folder.resolve("program/lib")).isDirectory();
    }

    @Test
    void large_runs_ask_for_room_for_what_the_bucket_holds_and_what_is_on_its_way() {
        assertThat(Workshop.room(true)).isGreaterThan(4_000_000_000L);
        assertThat(Workshop.room(false)).isLessThan(2_000_000_001L);
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
