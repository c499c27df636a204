package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.seiexport.csv.ColumnChange;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import io.seiexport.support.SettingsOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnRulesTest {
    private static final List<String> HEADER = List.of("Team", "Developer", "Hours, all");
    private static final String SALT = "sixteen letters!";

    /** Settings such as {@code keep=Team}, separated by blanks. */
    private static Map<String, String> settings(String words) {
        var settings = new HashMap<>(Map.of("transform.columns.salt", SALT));
        for (var word : words.split("(?<!,) ")) {
            var setting = word.split("=", 2);
            settings.put(setting[0].equals("salt") ? "transform.columns.salt" : "export.ba.columns." + setting[0],
                    setting[1]);
        }
        return settings;
    }

    private static ColumnRules rules(String words) {
        return ColumnRules.read(SettingsOf.values(settings(words)), "ba");
    }

    private static ColumnChange stays(String name) {
        return new ColumnChange(name, false);
    }

    @Test
    void what_is_kept_stays_in_the_order_of_the_file() throws Exception {
        assertThat(rules("keep=\"Hours, all\",Team").changes(HEADER))
                .containsExactly(stays("Team"), ColumnChange.LEFT_OUT, stays("Hours, all"));
    }

    @Test
    void what_is_dropped_is_left_out_and_all_else_stays() throws Exception {
        assertThat(rules("drop=Team").changes(HEADER))
                .containsExactly(ColumnChange.LEFT_OUT, stays("Developer"), stays("Hours, all"));
    }

    @Test
    void a_column_may_be_renamed_and_hashed_by_its_old_name() throws Exception {
        assertThat(rules("rename=Developer:Person hash=Developer").changes(HEADER))
                .containsExactly(stays("Team"), new ColumnChange("Person", true), stays("Hours, all"));
    }

    @Test
    void the_name_of_a_column_that_is_left_out_is_free() throws Exception {
        assertThat(rules("drop=Team rename=Developer:Team").changes(HEADER))
                .containsExactly(ColumnChange.LEFT_OUT, stays("Team"), stays("Hours, all"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "keep=Team,Person        | export.ba.columns.keep names 'Person', which the file does not have",
        "drop=team               | export.ba.columns.drop names 'team', which the file does not have",
        "rename=Person:X         | export.ba.columns.rename names 'Person', which the file does not have",
        "hash=E-mail,Person      | export.ba.columns.hash names 'E-mail', 'Person', which the file does not have",
        "rename=Developer:Team   | export.ba.columns.rename would give two columns the name 'Team'",
        "drop=Team,Developer,\"Hours, all\" | export.ba.columns.drop leaves no column"})
    void what_does_not_fit_the_file_fails_with_the_columns_that_there_are(String words, String sentence) {
        var rules = rules(words);

        assertThatThrownBy(() -> rules.changes(HEADER)).isInstanceOfSatisfying(ExportFailed.class, failed ->
                assertThat(failed.reason()).isEqualTo(Reason.TRANSFORM))
                .hasMessage(sentence + "; its columns are 'Team', 'Developer', 'Hours, all'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "keep=Team drop=Hours    | export.ba.columns.keep = Team: use it or export.ba.columns.drop, not both",
        "rename=Team             | export.ba.columns.rename = Team: use pairs old:new; neither name may hold a colon",
        "rename=a:b:c            | export.ba.columns.rename = a:b:c: use pairs old:new; neither name may hold a colon",
        "rename=a:               | export.ba.columns.rename = a:: use pairs old:new; neither name may hold a colon",
        "rename=a:x,b:x          | export.ba.columns.rename = b:x: two columns cannot get the same name",
        "rename=a:x,a:y          | export.ba.columns.rename = a:y: this column is renamed twice",
        "keep=a rename=b:c       | export.ba.columns.rename = b: export.ba.columns.keep does not keep this column",
        "drop=a hash=a           | export.ba.columns.hash = a: export.ba.columns.drop drops this column",
        "hash=a salt=            | transform.columns.salt is missing: the secret that export.ba.columns.hash needs, 16 "
                + "characters at least, as a value or as file:PATH",
        "hash=a salt=fifteen-letters | transform.columns.salt is too short: use 16 characters at least",
        "keep=                   | export.ba.transform = direct:transform-columns: it changes nothing without one of "
                + "export.ba.columns.keep, export.ba.columns.drop, export.ba.columns.rename, export.ba.columns.hash"})
    void what_contradicts_itself_is_refused_before_there_is_a_file(String words, String sentence) {
        assertThatThrownBy(() -> rules(words)).isInstanceOf(SettingException.class).hasMessage(sentence);
    }

    @Test
    void a_salt_that_nothing_needs_may_be_missing() {
        assertThat(rules("keep=Team salt=").keep()).containsExactly("Team");
    }

    @Test
    void a_salt_may_be_in_a_file_and_is_redacted_from_then_on(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("salt"), SALT + "\n");
        var secrets = new Secrets();
        var given = settings("hash=Developer salt=file:" + file);

        assertThat(ColumnRules.salt(new Settings(given::get, secrets), "export.ba.columns.hash")).isEqualTo(SALT);
        assertThat(secrets.blotOutKnown("salted with " + SALT)).isEqualTo("salted with ***");
    }
}
