package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import io.seiexport.plan.Field.Kind;
import io.seiexport.plan.Field.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTest {

    @Test
    void a_name_in_braces_is_a_field() {
        assertThat(Field.in("{issue-statuses}")).contains(new Field("issue-statuses", List.of(), List.of()));
    }

    @Test
    void a_field_lists_the_values_the_api_takes() {
        assertThat(Field.in("{terminal-date-column: issue_resolved_at | version_release_date}"))
                .contains(new Field("terminal-date-column", List.of(),
                        List.of("issue_resolved_at", "version_release_date")));
    }

    @Test
    void a_field_may_be_required() {
        assertThat(Field.in("{granularity, required: WEEKLY | MONTHLY}"))
                .contains(field("granularity", List.of("WEEKLY", "MONTHLY"), Kind.REQUIRED));
    }

    @Test
    void a_field_may_be_required_unless_another_is_set() {
        assertThat(Field.in("{metric-groups, required unless metrics: lttc | df}"))
                .contains(field("metric-groups", List.of("lttc", "df"), Kind.REQUIRED_UNLESS, "metrics"));
    }

    @Test
    void a_field_may_exclude_another() {
        assertThat(Field.in("{metrics, not with metric-groups}"))
                .contains(field("metrics", List.of(), Kind.NOT_WITH, "metric-groups"));
    }

    @Test
    void a_field_may_exclude_another_unless_a_flag_is_set() {
        assertThat(Field.in("{metrics, not with metric-groups unless metrics-with-groups}"))
                .contains(field("metrics", List.of(), Kind.NOT_WITH_UNLESS, "metric-groups", "metrics-with-groups"));
    }

    @Test
    void a_field_may_be_sent_only_when_another_setting_says_so() {
        assertThat(Field.in("{metrics, when metric-field = metric}"))
                .contains(field("metrics", List.of(), Kind.WHEN, "metric-field", "metric"));
        assertThat(Field.in("{metrics, when metric-field = metrics or empty}"))
                .contains(field("metrics", List.of(), Kind.WHEN_OR_EMPTY, "metric-field", "metrics"));
    }

    @Test
    void one_of_its_values_may_go_with_no_other() {
        assertThat(Field.in("{filter, ALL alone: ALL | BUGS}"))
                .contains(field("filter", List.of("ALL", "BUGS"), Kind.ALONE, "ALL"));
    }

    @Test
    void a_tree_may_be_sent_by_its_name_alone() {
        assertThat(Field.in("{scope, name alone if tree-name-alone: tree}"))
                .contains(field("scope", List.of("tree"), Kind.NAME_ALONE, "tree-name-alone"));
    }

    @Test
    void a_field_may_have_several_rules() {
        assertThat(Field.in("{a, required unless b, not with c: A | B}").orElseThrow().rules())
                .containsExactly(new Rule(Kind.REQUIRED_UNLESS, List.of("b")), new Rule(Kind.NOT_WITH, List.of("c")));
    }

    private static Field field(String name, List<String> allowed, Kind kind, String... words) {
        return new Field(name, List.of(new Rule(kind, List.of(words))), allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "", "gzip", "a {b}", "start"})
    void other_text_is_text(String text) {
        assertThat(Field.in(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{", "{Granularity}", "{granularity", "{granularity } ", "{granularity: }",
        "{granularity, optional}", "{granularity, required unless}", "{metrics, not with}", "{a} and {b}",
        "{metrics, not with metric-groups unless}", "{metrics, when metric-field}", "{a, A alone, }", "{a, : A}"})
    void what_looks_like_a_field_and_is_none_is_refused_with_the_forms_there_are(String text) {
        assertThatThrownBy(() -> Field.in(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a valid placeholder: write {name}, {name: A | B}, "
                        + "{name, required: A | B}, {name, required unless other}, {name, not with other}, "
                        + "{name, not with other unless flag}, {name, number}, {name, boolean}, "
                        + "{name, when other = A}, {name, when other = A or empty} or {name, A alone: A | B}, with "
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
