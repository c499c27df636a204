package io.seiexport.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.seiexport.failure.Abandoned;
import org.junit.jupiter.api.Test;

class JobListTest {
    private static final ListQuestion ALL = ListQuestion.all("sprint", List.of("sprint", "sprints"), 50);

    @Test
    void pages_are_read_until_there_are_no_more() throws Abandoned {
        var list = read(ALL, page -> page(page < 2, 3, "exp_" + page));

        assertThat(ids(list)).containsExactly("exp_0", "exp_1", "exp_2");
        assertThat(list.whole()).isTrue();
    }

    @Test
    void a_job_that_new_ones_have_pushed_to_the_next_page_is_there_once_and_as_it_was_read_last() throws Abandoned {
        var list = read(ALL, page -> page == 0
                ? Map.of("exports", List.of(job("exp_2", "QUEUED"), job("exp_1", "PROCESSING")), "pagination",
                Map.of("hasMore", true))
                : Map.of("exports", List.of(job("exp_1", "COMPLETED"), job("exp_0", "COMPLETED"))));

        assertThat(ids(list)).containsExactly("exp_2", "exp_1", "exp_0");
        assertThat(list.byId().get("exp_1").completed()).isTrue();
    }

    @Test
    void a_job_that_moved_up_between_two_pages_is_found_by_reading_once_more() throws Abandoned {
        var pages = new ArrayList<>(List.of(page(true, 4, "exp_3", "exp_2"), page(false, 3, "exp_0"),
                page(true, 3, "exp_2", "exp_1"), page(false, 3, "exp_0")));

        var list = read(ALL, page -> pages.remove(0));

        assertThat(ids(list)).containsExactly("exp_3", "exp_2", "exp_0", "exp_1");
        assertThat(pages).isEmpty();
    }

    @Test
    void a_total_that_is_never_reached_is_not_read_for_ever() throws Abandoned {
        var list = read(ALL, page -> page(false, 87, "exp_0"));

        assertThat(list.read()).isEqualTo(2);
        assertThat(list.whole()).isTrue();
    }

    @Test
    void a_server_that_always_has_more_is_believed_as_long_as_it_shows_something_new() throws Abandoned {
        assertThat(read(ALL, page -> page(true, 0, "exp_0")).read()).isEqualTo(2);
        assertThat(read(ALL, page -> page(true, 0)).read()).isEqualTo(1);

        var endless = read(ALL, page -> page(true, 0, "exp_" + page));

        assertThat(endless.read()).isEqualTo(50);
        assertThat(endless.jobs()).hasSize(50);
        assertThat(endless.whole()).isFalse();
    }

    @Test
    void where_a_page_does_not_say_whether_there_are_more_its_length_tells() throws Abandoned {
        var full = IntStream.range(0, 100).mapToObj(number -> "exp_" + number).toArray(String[]::new);

        var list = read(ALL, page -> Map.of("exports", page(true, 0, page == 0 ? full : new String[] {"exp_last"})
                .get("exports")));

        assertThat(list.jobs()).hasSize(101);
    }

    @Test
    void an_item_without_fields_is_kept_and_holds_up_nothing() throws Abandoned {
        var list = read(ALL, page -> Map.of("exports", List.of(Map.of(), "odd", Map.of("exportId", 1.5),
                job("exp_0", "QUEUED")), "pagination", Map.of("hasMore", false, "total", 4)));

        assertThat(list.jobs()).hasSize(4);
        assertThat(list.jobs()).filteredOn(job -> job.id().isEmpty()).hasSize(3).allSatisfy(job -> {
            assertThat(job.status() + job.createdAt() + job.scope() + job.dates() + job.createdBy()).isEmpty();
            assertThat(job.begun()).isEmpty();
        });
        assertThat(list.read()).isEqualTo(1);
    }

    @Test
    void what_is_looked_for_is_read_no_further_than_it_is_found() throws Abandoned {
        var list = read(ALL.untilFound(Set.of("exp_1")), page -> page(true, 9, "exp_" + page));

        assertThat(ids(list)).containsExactly("exp_0", "exp_1");
    }

    @Test
    void of_what_is_not_looked_for_no_more_is_kept_than_that_it_was_seen() throws Abandoned {
        var list = read(ALL.untilFound(Set.of("exp_0")), page -> page(true, 9, "exp_1", "exp_0"));

        assertThat(list.byId().get("exp_0").answer()).isEqualTo(job("exp_0", "COMPLETED"));
        assertThat(list.byId().get("exp_1").text()).isEqualTo("{}");
    }

    @Test
    void an_answer_that_is_no_list_is_said() {
        assertThatThrownBy(() -> JobList.begin(ALL).with(Map.of("exports", "none")))
                .isInstanceOf(Abandoned.class).hasMessageContaining("has no field exports");
    }

    @Test
    void a_page_is_asked_for_by_the_parameters_of_the_documents() {
        var question = ALL.withStatus("COMPLETED").since(Instant.parse("2026-05-02T00:01:00Z"));

        assertThat(question.query(3)).isEqualTo("dateFrom=2026-05-02T00%3A00%3A00Z&status=COMPLETED&"
                + "sortBy=createdAt&sortOrder=desc&limit=100&page=3");
    }

    @Test
    void what_the_server_says_of_a_job_is_shown_as_the_settings_spell_it() {
        var job = ListedJob.of(Map.of("exportId", 12, "status", " cancelled ", "createdBy", Map.of("userId", "u1"),
                "scope", Map.of("teamId", "7", "orgTreeName", "Eng"), "metadata", Map.of("dateRange",
                Map.of("start", "2026-01-01", "end", "2026-01-31"), "options", Map.of("granularity", "WEEKLY"))));

        assertThat(List.of(job.id(), job.status(), job.createdBy(), job.scope(), job.dates(), job.granularity()))
                .containsExactly("12", "CANCELLED", "u1", "tree:Eng/team:7", "2026-01-01..2026-01-31", "weekly");
    }

    private static JobList read(ListQuestion question, IntFunction<Map<String, ?>> pages) throws Abandoned {
        var list = JobList.begin(question);
        while (list.goesOn()) {
            list = list.with(pages.apply(list.page()));
        }
        return list;
    }

    private static Map<String, ?> page(boolean more, int total, String... ids) {
        var pagination = new LinkedHashMap<String, Object>(Map.of("hasMore", more));
        if (total > 0) {
            pagination.put("total", total);
        }
        return Map.of("exports", List.of(ids).stream().map(id -> job(id, "COMPLETED")).toList(),
                "pagination", pagination);
    }

    private static Map<String, String> job(String id, String status) {
        return Map.of("exportId", id, "status", status);
    }

    private static List<String> ids(JobList list) {
        return list.jobs().stream().map(ListedJob::id).toList();
    }
}
