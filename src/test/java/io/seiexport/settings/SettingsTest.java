package io.seiexport.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;

import io.seiexport.support.CamelWith;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final String KEY = "export.ba.scopes";
    /** A setting that every test run has in its environment, as PATH. */
    private static final String IN_THE_ENVIRONMENT = "path";
    /** One that every Java has as -D. */
    private static final String AS_D = "java.io.tmpdir";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"'team:456', team:456", "'  team:456\t', team:456", "'', ''", "'   ', ''"})
    void a_text_comes_without_the_blanks_around_it(String value, String text) {
        assertThat(with(value).text(KEY)).isEqualTo(text);
    }

    @Test
    void a_key_that_is_absent_is_an_empty_text() {
        assertThat(with("x").text("export.ba.metrics")).isEmpty();
    }

    @Test
    void a_text_may_refer_to_another_setting() {
        var settings = Settings.of(CamelWith.settings(Map.of(KEY, "tree:{{company}}", "company", "Acme")),
                new Secrets());

        assertThat(settings.text(KEY)).isEqualTo("tree:Acme");
    }

    @Test
    void a_text_that_refers_to_nothing_is_refused_with_its_key() {
        assertThatThrownBy(() -> with("tree:{{company}}").text(KEY)).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("export.ba.scopes cannot be read: ").hasMessageContaining("company");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_required_text_must_not_be_empty(String value) {
        assertThatThrownBy(() -> with(value).required(KEY, "whose metrics to export"))
                .isInstanceOf(SettingException.class)
                .hasMessage("export.ba.scopes is missing: whose metrics to export");
        assertThat(with("x").required(KEY, "whose metrics to export")).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "a                           | a",
        "a,b,c                       | a;b;c",
        "' a , b '                   | a;b",
        "a,,b,                       | a;b",
        "In Progress,QA              | In Progress;QA",
        "\"a,b\",c                   | a,b;c",
        "tree:\"Eng, Ops\",team:1    | tree:Eng, Ops;team:1",
        "\"tree:Eng, Ops\",team:1    | tree:Eng, Ops;team:1",
        "\"Ready for \"\"QA\"\"\",b  | Ready for \"QA\";b",
        "\"\"\"QA\"\"\"              | \"QA\"",
        "\"\",a                      | a",
        "'\" \",a'                   | a",
        "a\\b,K\u00f6ln              | a\\b;K\u00f6ln"})
    void a_list_is_parted_by_commas_that_do_not_stand_in_double_quotes(String value, String values) {
        assertThat(with(value).list(KEY)).containsExactly(values.split(";"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", " , ,"})
    void a_list_of_nothing_is_empty(String value) {
        assertThat(with(value).list(KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a,b", "a,b\"", "\"a\",\"b", "\"\"\""})
    void a_double_quote_that_is_never_closed_is_refused(String value) {
        assertThatThrownBy(() -> with(value).list(KEY)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.scopes = " + value + ": a double quote is never closed");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "TRUE, true", "' False ', false", "false, false"})
    void a_flag_is_true_or_false(String value, boolean flag) {
        assertThat(with(value).flag(KEY)).isEqualTo(flag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "1", "on", "true,false"})
    void any_other_flag_is_refused(String value) {
        assertThatThrownBy(() -> with(value).flag(KEY)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.scopes = " + value + ": use true or false");
    }

    @Test
    void a_count_is_a_whole_number_from_the_least_on() {
        assertThat(with("1").count(KEY, 1)).isEqualTo(1);
        assertThat(with(" 2147483647 ").count(KEY, 1)).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5", "many", "2147483648", "1 000"})
    void any_other_count_is_refused(String value) {
        assertThatThrownBy(() -> with(value).count(KEY, 1)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.scopes = " + value + ": use a whole number, 1 or more");
    }

    @Test
    void a_size_may_be_larger_than_a_count() {
        assertThat(with("20000000000").bytes(KEY)).isEqualTo(20_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "20GB", "1e9", "9223372036854775808"})
    void any_other_size_is_refused(String value) {
        assertThatThrownBy(() -> with(value).bytes(KEY)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.scopes = " + value + ": use a number of bytes such as 20000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "PT5S,       PT5S",
        "100ms,      PT0.1S",
        "1500ms,     PT1.5S",
        "0ms,        PT0S",
        "5s,         PT5S",
        "2m,         PT2M",
        "1h,         PT1H",
        "PT1H30M,    PT1H30M",
        "PT0.25S,    PT0.25S",
        "P1D,        PT24H",
        "400d,       PT9600H",
        "pt5s,       PT5S",
        "999999999h, PT999999999H"})
    void a_duration_is_written_long_or_short(String value, Duration duration) {
        assertThat(with(value).duration(KEY)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5 s", "5S", "s", "-5s", "PT-5S", "-PT5S", "1.5s", "1h30m", "P1M",
        "five seconds", "9999999999s", "PT99999999999999999999H", "PT2562047788016H"})
    void any_other_duration_is_refused(String value) {
        assertThatThrownBy(() -> with(value).duration(KEY)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.scopes = " + value + ": use a duration such as PT5S, 100ms, 5s or 2m");
    }

    @Test
    void a_duration_must_be_given() {
        assertThatThrownBy(() -> with("").duration(KEY)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.scopes is missing: how long, for example 5s or PT5S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "p1d", "P2W", "P1M", "P0D", "P1M2D"})
    void days_are_days_on_the_calendar(String value) {
        assertThat(with(value).calendarAmount(KEY)).isEqualTo(Period.parse(value));
    }

    @ParameterizedTest
    @CsvSource({"PT24H, PT24H", "6h, PT6H", "0ms, PT0S", "P1DT12H, PT36H"})
    void hours_are_hours(String value, Duration duration) {
        assertThat(with(value).calendarAmount(KEY)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1d", "P", "P-1D", "-P1D", "P1X", "1 day", "PT-1H", "PT", "P99999999999D"})
    void any_other_calendar_amount_is_refused(String value) {
        assertThatThrownBy(() -> with(value).calendarAmount(KEY)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.scopes = " + value
                + ": use a duration such as P1D or P2W (calendar days) or PT6H or 6h (hours)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P11Y", "P121M", "P999999999D", "P2147483647Y", "PT90000H", "PT2562047788015H", "P10YT1H"})
    void more_than_ten_years_are_no_lag(String value) {
        assertThatThrownBy(() -> with(value).calendarAmount(KEY)).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("export.ba.scopes = " + value + ": use ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0026-01-01", "1969-12-31", "9999-12-31", "+999999999-12-31", "-999999999-01-01"})
    void a_day_far_away_is_refused(String value) {
        assertThatThrownBy(() -> with(value).date(KEY)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.scopes = " + value + ": use a day from 1970-01-01 to ten years ahead");
    }

    @Test
    void a_day_from_1970_to_ten_years_ahead_is_taken() {
        var far = LocalDate.now(ZoneOffset.UTC).plusYears(10).minusDays(1);

        assertThat(with("1970-01-01").date(KEY)).contains(LocalDate.EPOCH);
        assertThat(with(far.toString()).date(KEY)).contains(far);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "GMT+02:00", "Z"})
    void a_zone_is_one_that_windows_and_schedules_both_know(String value) {
        assertThat(with(value).zone(KEY)).isEqualTo(ZoneId.of(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Berlin", "europe/berlin", "CEST", "+25:00", "UTC+2", "+02:00", "UTC+02:00"})
    void any_other_zone_is_refused(String value) {
        assertThatThrownBy(() -> with(value).zone(KEY)).isInstanceOf(SettingException.class)
                .hasMessage("export.ba.scopes = " + value + ": use a time zone such as UTC or Europe/Berlin");
    }

    @Test
    void the_simulator_needs_neither_project_nor_organization_nor_key() {
        var settings = Settings.of(CamelWith.settings(Map.of("sei.base-url", "sandbox", "sei.project", "Metrics")),
                new Secrets());

        assertThat(settings.project()).isEqualTo("Metrics");
        assertThat(settings.org()).isEqualTo("sandbox");
        assertThat(settings.apiKey()).isEqualTo("sandbox");
    }

    @Test
    void any_other_server_needs_them() {
        var settings = Settings.of(CamelWith.settings(Map.of("sei.base-url", "prod1", "sei.api-key", " ")),
                new Secrets());

        assertThatThrownBy(settings::project).isInstanceOf(SettingException.class)
                .hasMessage("sei.project is missing: the identifier of the Harness project");
        assertThatThrownBy(settings::org).isInstanceOf(SettingException.class)
                .hasMessage("sei.org is missing: the identifier of the Harness organization");
        assertThatThrownBy(settings::apiKey).isInstanceOf(SettingException.class)
                .hasMessage("sei.api-key is missing: an API key of your Harness project, best given as the environment "
                        + "variable SEI_API_KEY");
    }

    @Test
    void before_the_start_a_key_is_looked_up_in_the_file() throws IOException {
        assertThat(Settings.beforeStart(file("sei.base-url = eu \n"), "sei.base-url")).isEqualTo("eu");
    }

    @Test
    void before_the_start_a_key_that_the_file_lacks_has_its_packaged_default() throws IOException {
        assertThat(Settings.beforeStart(file(""), "sei.base-url")).isEqualTo("sandbox");
        assertThat(Settings.beforeStart(file(""), "no.such-key")).isEmpty();
    }

    @Test
    void before_the_start_the_file_is_read_as_utf_8() throws IOException {
        assertThat(Settings.beforeStart(file("sei.project=K\u00f6ln\n"), "sei.project")).isEqualTo("K\u00f6ln");
    }

    @Test
    void before_the_start_the_environment_and_d_go_before_the_file() throws IOException {
        var file = file(IN_THE_ENVIRONMENT + "=file\n" + AS_D + "=file\n");

        assertThat(Settings.beforeStart(file, IN_THE_ENVIRONMENT)).isEqualTo(System.getenv("PATH").strip());
        assertThat(Settings.beforeStart(file, AS_D)).isEqualTo(System.getProperty(AS_D).strip());
    }

    @Test
    void once_started_the_environment_and_d_go_before_the_file_too() {
        var settings = Settings.of(CamelWith.settings(Map.of(IN_THE_ENVIRONMENT, "file", AS_D, "file")), new Secrets());

        assertThat(settings.text(IN_THE_ENVIRONMENT)).isEqualTo(System.getenv("PATH").strip());
        assertThat(settings.text(AS_D)).isEqualTo(System.getProperty(AS_D).strip());
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        var file = folder.resolve("application.properties");

        assertThatThrownBy(() -> Settings.beforeStart(file, "sei.base-url")).isInstanceOf(SettingException.class)
                .hasMessage(file + " cannot be read: " + file);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("application.properties"), text);
    }

    private static Settings with(String value) {
        return Settings.of(CamelWith.settings(Map.of(KEY, value)), new Secrets());
    }
}
