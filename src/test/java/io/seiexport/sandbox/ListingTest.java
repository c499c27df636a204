package io.seiexport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {
    private final Sandbox sandbox = Sandbox.start(0, Options.immediate());
    private final Caller caller = new Caller(sandbox);
    private final List<String> ids = new ArrayList<>();

    @BeforeEach
    void create_three_exports() throws Exception {
        for (var team : List.of("1", "2", "unknown")) {
            ids.add(caller.exportId("productivity", Requests.forTeam("productivity", team)));
        }
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void the_newest_export_comes_first() throws Exception {
        assertThat(listed("")).containsExactly(ids.get(2), ids.get(1), ids.get(0));
    }

    @Test
    void the_order_can_be_turned() throws Exception {
        assertThat(listed("&sortOrder=asc")).isEqualTo(ids);
    }

    @Test
    void pages_are_cut_by_limit() throws Exception {
        assertThat(listed("&sortOrder=asc&limit=2&page=1")).containsExactly(ids.get(2));
        var pagination = caller.list("productivity", "&limit=2").json().get("pagination");
        assertThat(pagination.toString())
                .isEqualTo("{\"total\":3,\"limit\":2,\"page\":0,\"totalPages\":2,\"hasMore\":true}");
    }

    @Test
    void exports_are_found_by_status_and_team() throws Exception {
        assertThat(listed("&status=FAILED")).containsExactly(ids.get(2));
        assertThat(listed("&status=COMPLETED&teamId=2")).containsExactly(ids.get(1));
        assertThat(listed("&status=CANCELLED")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"&status=completed", "&status=Completed&scope=MINE", "&status=COMPLETED&scope=All"})
    void the_words_of_a_filter_are_known_in_any_letter_case(String filter) throws Exception {
        assertThat(listed(filter + "&sortOrder=ASC")).containsExactly(ids.get(0), ids.get(1));
    }

    @Test
    void a_cancelled_export_is_listed_as_such() throws Exception {
        var id = caller.exportId("productivity", Requests.forTeam("productivity", "cancelled"));

        assertThat(listed("&status=cancelled")).containsExactly(id);
        assertThat(caller.status("productivity", id).json().get("status").asText()).isEqualTo("cancelled");
        assertThat(caller.download("productivity", id).status()).isEqualTo(404);
    }

    @Test
    void exports_are_found_by_their_user_and_the_time_of_their_creation() throws Exception {
        var now = Instant.now();

        assertThat(listed("&createdBy=user_789")).hasSize(3);
        assertThat(listed("&createdBy=user_1")).isEmpty();
        assertThat(listed("&dateFrom=" + now.minusSeconds(60) + "&dateTo=" + now.plusSeconds(60))).hasSize(3);
        assertThat(listed("&dateFrom=" + now.plusSeconds(60))).isEmpty();
        assertThat(listed("&dateTo=" + now.minusSeconds(60))).isEmpty();
    }

    @Test
    void they_can_be_sorted_by_status() throws Exception {
        assertThat(listed("&sortBy=status")).first().isEqualTo(ids.get(2));
        assertThat(listed("&sortBy=Status&sortOrder=asc")).last().isEqualTo(ids.get(2));
    }

    @Test
    void an_item_tells_where_its_file_is() throws Exception {
        var item = caller.list("productivity", "&teamId=1").json().at("/exports/0");

        assertThat(item.fieldNames()).toIterable().contains("exportId", "status", "createdAt", "completedAt",
                "createdBy", "scope", "metadata", "downloadUrl");
        assertThat(caller.get(item.get("downloadUrl").asText() + Caller.IDENTIFIERS).status()).isEqualTo(200);
    }

    @Test
    void sprints_have_their_own_list() throws Exception {
        var id = caller.exportId("sprint", Requests.example("sprint"));

        assertThat(caller.list("sprint", "").json().get("exports").findValuesAsText("exportId")).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"&limit=0", "&limit=101", "&page=-1", "&page=first", "&status=done", "&scope=ours",
        "&dateFrom=yesterday", "&sortBy=team", "&sortOrder=down", "&pageSize=5"})
    void an_impossible_page_or_filter_is_refused(String page) throws Exception {
        assertThat(caller.list("productivity", page).status()).isEqualTo(400);
    }

    private List<String> listed(String filter) throws Exception {
        return caller.list("productivity", filter).json().get("exports").findValuesAsText("exportId");
    }
}
