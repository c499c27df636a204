package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The teams that a key can see, as the commands show and export them. */
class TeamsIT {
    private static final String NOW = "2026-04-05T12:00:00Z";

    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws Exception {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "teams:Product")
                .set("retry.max-attempts", "1").set("sei.teams-cache", "0s");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void they_are_shown_owed_exported_and_followed_as_they_come_and_go() throws Exception {
        var shown = installation.run("teams", "--tree", "Product");
        assertThat(shown.code()).isZero();
        assertThat(shown.output().lines().map(line -> line.replaceAll(" +", " "))).startsWith(
                "name kind scope developers exported by", "Product tree tree:Product", " Product team team:200 6",
                " Discovery Team leaf team team:201 3 ba", " Z\u00fcrich Data leaf team team:104 3 ba");
        var json = new ObjectMapper().readTree(installation.run("teams", "--json").output());
        assertThat(json.at("/trees/2/name").asText()).isEqualTo("Sales, EMEA");
        assertThat(json.at("/trees/1/teams/1").toString()).isEqualTo("{\"id\":\"201\",\"name\":\"Discovery Team\","
                + "\"parent\":\"200\",\"leaf\":true,\"developers\":3,\"scope\":\"team:201\",\"exportedBy\":[\"ba\"]}");
        assertThat(installation.run("plan", "--as-of", NOW).output()).contains("team:104", "team:201",
                "2 exports are owed");

        assertThat(installation.run("once", "--as-of", NOW).output()).endsWith("2 delivered, 0 failed.\n");
        sandbox.orgTrees().remove("201");
        sandbox.orgTrees().add("Product", 202, "New\nTeam");
        var filled = installation.run("backfill", "--from", "2026-02-01", "--to", "2026-02-28");
        assertThat(filled.output()).contains("ba team:104", "ba team:202").doesNotContain("team:201");
        assertThat(filled.errors()).contains("1 team that teams:Product stood for is gone");

        sandbox.faults().next(Call.TREES, Fault.answer(403, "{}")).forEver();
        var explained = installation.run("plan", "--explain", "ba/team-201/weekly/2026-03-01_2026-03-31");
        assertThat(explained.output()).contains("it is not a team that teams:Product stands for");
        assertThat(explained.errors()).isEmpty();
        var last = installation.run("once", "--as-of", NOW);
        assertThat(last.output()).contains("ba team:202", "1 delivered, 0 failed.");
        assertThat(last.errors()).contains("The teams could not be read: the server answered 403");
        var forgetful = installation.set("ledger.url", "jdbc:sqlite:other.db").run("once", "--as-of", NOW);
        assertThat(forgetful.code()).isEqualTo(1);
        assertThat(forgetful.errors()).contains("the teams could not be read, and are not known from before: ");
        assertThat(installation.run("teams", "--tree", "Web").errors()).contains("the teams could not be read");
    }
}
