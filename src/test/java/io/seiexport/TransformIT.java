package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.CrashAt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of an installed program are changed before they land, by settings alone. */
class TransformIT {
    private static final String[] AGAIN = {"backfill", "--force", "--from", "2026-01-01", "--to", "2026-01-31"};
    private static final String LANDED = "data/productivity/team-7/monthly/2026-01-01_2026-01-31";
    private static final String SALT = "sixteen letters!";

    @WarmFolder
    private static Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address()).only("productivity", "team:7");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private List<String[]> rows() throws IOException {
        return Files.readAllLines(installation.path(LANDED + ".csv")).stream().map(line -> line.split(",")).toList();
    }

    private static int column(List<String[]> rows, String name) {
        return List.of(rows.get(0)).indexOf(name);
    }

    @Test
    void developers_are_pseudonyms_by_settings_alone_and_the_salt_is_shown_nowhere() throws Exception {
        assertThat(installation.run(AGAIN).code()).isZero();
        var plain = rows();
        var names = plain.stream().skip(1).map(row -> row[column(plain, "Developer")]).toList();
        Files.writeString(installation.path("salt"), SALT);
        installation.set("export.productivity.transform", "direct:transform-columns")
                .set("export.productivity.columns.hash", "Developer")
                .set("export.productivity.columns.drop", "Developer_Email")
                .set("export.productivity.columns.rename", "Developer:Person")
                .set("transform.columns.salt", "file:salt").set("log.level", "DEBUG");

        var again = installation.run(AGAIN);

        assertThat(again.code()).as(again.errors()).isZero();
        var changed = rows();
        var persons = changed.stream().skip(1).map(row -> row[column(changed, "Person")]).toList();
        assertThat(persons).hasSameSizeAs(names).allMatch(person -> person.matches("[0-9a-f]{64}"));
        assertThat(persons.stream().distinct().count()).isEqualTo(names.stream().distinct().count());
        assertThat(installation.path(LANDED + ".csv")).content().doesNotContain(names).doesNotContain("@");
        var manifest = JsonMapper.builder().build().readTree(installation.path(LANDED + ".manifest.json").toFile());
        assertThat(manifest.path("transform").asText()).isEqualTo("transform-columns");
        assertThat(manifest.path("source").path("rows").asInt()).isEqualTo(names.size());
        assertThat(manifest.path("columns").asInt()).isEqualTo(plain.get(0).length - 1);
        assertThat(again.errors() + again.output()).contains("is transformed by direct:transform-columns, ")
                .doesNotContain(SALT);
        assertThat(installation.files("staging")).noneMatch(file -> file.endsWith(".csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stage-result", "keep-transformed"})
    void a_program_that_is_killed_between_its_steps_lands_only_what_is_transformed(String step) throws Exception {
        installation.set("camel.beans.crash", "#class:" + CrashAt.class.getName())
                .set("export.productivity.window", "fixed:2026-01-01..2026-01-31")
                .set("export.productivity.transform", "direct:transform-columns")
                .set("export.productivity.columns.keep", "Team,Start_Date");
        assertThat(Installation.ended(installation.crashing(step, true), "once").code()).isEqualTo(CrashAt.STATUS);
        assertThat(installation.files("data")).isEmpty();
        assertThat(installation.files("staging")).anyMatch(file -> file.endsWith(".transformed.csv"));

        var again = installation.run("once");

        assertThat(again.output()).as(again.errors()).contains("1 delivered, 0 failed.");
        assertThat(rows().get(0)).containsExactly("Team", "Start_Date");
        assertThat(installation.files("staging")).noneMatch(file -> file.endsWith(".csv"));
        assertThat(sandbox.count(Call.DOWNLOAD, "productivity")).isEqualTo(1);
    }

    @Test
    void json_lines_have_their_name_in_the_plan_and_in_the_folder() throws Exception {
        installation.routes().write("transforms", "transform-json-lines",
                Files.readString(Path.of("src/docs/transforms/transform-json-lines.camel.yaml")));
        installation.set("export.productivity.transform", "direct:transform-json-lines")
                .set("export.productivity.transform-format", "jsonl")
                .set("export.productivity.window", "fixed:2026-01-01..2026-01-31");

        assertThat(installation.run("plan").output()).contains("2026-01-01_2026-01-31.jsonl");
        assertThat(installation.run("once").output()).contains("1 delivered, 0 failed.");

        assertThat(installation.files("data")).anyMatch(file -> file.endsWith("2026-01-01_2026-01-31.jsonl"))
                .noneMatch(file -> file.endsWith(".csv"));
        assertThat(installation.files("staging")).noneMatch(file -> file.contains("2026-01-01"));
    }

    @Test
    void hashes_without_a_salt_are_refused_before_anything_is_requested() throws Exception {
        installation.set("export.productivity.transform", "direct:transform-columns")
                .set("export.productivity.columns.hash", "Developer");

        var refused = installation.run("once");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.errors().lines()).containsExactly("transform.columns.salt is missing: the secret that "
                + "export.productivity.columns.hash needs, 16 characters at least, as a value or as file:PATH");
        assertThat(sandbox.received()).isEmpty();
    }
}
