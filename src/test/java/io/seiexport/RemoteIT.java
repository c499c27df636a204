package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What {@code remote} shows of a server that holds the export of two sprints, one of them cancelled. */
@TestInstance(Lifecycle.PER_CLASS)
class RemoteIT {
    private static final String DELIVERED = "sprint/team-1/sprint/2026-03-01_2026-03-31";

    private Sandbox sandbox;
    private Installation installation;

    @BeforeAll
    void export_two_windows_of_which_one_is_cancelled(@WarmFolder Path folder) throws Exception {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(folder).exportingFrom(sandbox.address())
                .only("sprint", "team:1,team:cancelled").set("export.ba.enabled", true);
        installation.run("once", "--export", "sprint", "--as-of", "2026-04-05T12:00:00Z");
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void it_shows_what_the_server_lists_with_the_windows_of_the_ledger_and_says_where_there_is_no_list()
            throws Exception {
        var calls = sandbox.received().size();

        var ended = installation.run("remote");

        assertThat(ended.code()).isZero();
        assertThat(ended.output().lines()).hasSize(4)
                .anyMatch(line -> line.matches("exp_\\w+ +sprint +COMPLETED .* team:1 +2026-03-01\\.\\.2026-03-31 +"
                        + "sprint +" + DELIVERED + " +delivered"))
                .anyMatch(line -> line.matches("exp_\\w+ +sprint +CANCELLED .* team:cancelled .* owed"))
                .anyMatch(line -> line.startsWith("ba: the API has no list of these exports"));
        assertThat(sandbox.received()).hasSize(calls + 1).last()
                .satisfies(call -> assertThat(call.method()).isEqualTo("GET"));
    }

    @Test
    void json_has_all_that_the_server_says_of_the_exports_of_a_status() throws Exception {
        var ended = installation.run("remote", "--export", "sprint", "--status", "Completed", "--json");

        assertThat(ended.code()).isZero();
        var document = new ObjectMapper().readTree(ended.output());
        assertThat(document.get("exports")).hasSize(1);
        var export = document.at("/exports/0");
        assertThat(export.get("windowId").textValue()).isEqualTo(DELIVERED);
        assertThat(export.at("/server/exportId")).isEqualTo(export.get("exportId"));
        assertThat(export.at("/server/createdBy/email").textValue()).isEqualTo("alice.wong@company.com");
        assertThat(document.at("/domains/0/whole").booleanValue()).isTrue();
    }

    @Test
    void more_than_a_page_is_read_to_its_end_and_what_would_hide_is_spelled_out() throws Exception {
        sandbox.faults().next(Call.LIST, "sprint", Fault.answer(200, """
                {"exports": [{"exportId": "exp_new", "status": "done\\u001b[2J"}],
                 "pagination": {"hasMore": true}}"""));

        var ended = installation.run("remote", "--export", "sprint");

        assertThat(ended.output().lines()).hasSize(4)
                .anyMatch(line -> line.startsWith("exp_new  ") && line.contains("DONE\\u001b"));
    }

    @Test
    void a_list_that_cannot_be_read_is_said_and_a_status_that_does_not_exist_is_refused() throws Exception {
        sandbox.faults().next(Call.LIST, "sprint", Fault.answer(403, "{}"));

        var unread = installation.run("remote", "--export", "sprint", "--json");
        var refused = installation.run("remote", "--status", "done");

        assertThat(unread.code()).isEqualTo(2);
        JsonNode domain = new ObjectMapper().readTree(unread.output()).at("/domains/0");
        assertThat(domain.get("sentence").textValue())
                .startsWith("the list could not be read: the server answered 403");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.errors()).contains("'done' is not a status, only queued, processing, completed, failed, "
                + "cancelled");
    }
}
