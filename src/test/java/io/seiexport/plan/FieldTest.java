package io.seiexport.plan;

import static io.seiexport.plan.Field.Kind.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTest {

    @Test
    void a_name_in_braces_is_a_field() {
        assertThat(Field.in("{issue-statuses}"))
                .contains(new Field("issue-statuses", TEXT, null, false, null, null, List.of()));
    }

    @Test
    void a_field_lists_the_values_the_api_takes() {
        assertThat(Field.in("{terminal-date-column: issue_resolved_at | version_release_date}"))
                .contains(new Field("terminal-date-column", TEXT, null, false, null, null,
                        List.of("issue_resolved_at", "version_release_date")));
    }

    @Test
    void a_field_may_be_required() {
        assertThat(Field.in("{granularity, required: WEEKLY | MONTHLY}"))
                .contains(new Field("granularity", TEXT, null, true, null, null, List.of("WEEKLY", "MONTHLY")));
    }

    @Test
    void a_field_may_be_required_unless_another_is_set() {
        assertThat(Field.in("{metric-groups, required unless metrics: lttc | df}"))
                .contains(new Field("metric-groups", TEXT, null, false, "metrics", null, List.of("lttc", "df")));
    }

    @Test
    void a_field_may_exclude_another() {
        assertThat(Field.in("{metrics, not with metric-groups}"))
                .contains(new Field("metrics", TEXT, null, false, null, "metric-groups", List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "", "gzip", "a {b}", "start"})
    void other_text_is_text(String text) {
        assertThat(Field.in(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{", "{Granularity}", "{granularity", "{granularity } ", "{granularity: }",
        "{granularity, optional}", "{granularity, required unless}", "{metrics, not with}", "{a} and {b}",
        "{metrics, required, not with metric-groups}"})
    void what_looks_like_a_field_and_is_none_is_refused_with_the_forms_there_are(String text) {
        assertThatThrownBy(() -> Field.in(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a valid placeholder: write {name}, {name: A | B}, "
                        + "{name, required: A | B}, {name, required unless other}, "
                        + "{name, not with other}, {name, number}, {name, boolean} or {name, when other = A}, with "
                        + "lower-case letters and hyphens only in a name");
    }

    @Test
    void a_value_comes_out_in_the_letter_case_of_the_api() {
        var field = Field.in("{metric-groups: work | deliveryAnalysis | STORY_POINTS}").orElseThrow();

        assertThat(field.spelled("WORK")).contains("work");
        assertThat(field.spelled("deliveryanalysis")).contains("deliveryAnalysis");
        assertThat(field.spelled("story_points")).contains("STORY_POINTS");
        assertThat(field.spelled("delivery")).isEmpty();
    }

    @Test
    void a_field_without_a_list_takes_any_text_as_it_is() {
        assertThat(Field.in("{issue-statuses}").orElseThrow().spelled("In Progress")).contains("In Progress");
    }

    @Test
    void what_is_allowed_is_said_in_words() {
        assertThat(Field.in("{a: ALL | BUGS}").orElseThrow().allowedText()).isEqualTo("use ALL, BUGS");
        assertThat(Field.in("{a, required}").orElseThrow().allowedText()).isEqualTo("give it a value");
    }
}
