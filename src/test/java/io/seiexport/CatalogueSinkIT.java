package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;

import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;
import io.seiexport.support.Postgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sink of the catalogue that an operator copies into the folder of an installed program. */
class CatalogueSinkIT {
    private static final String NOW = "2026-04-05T12:00:00Z";

    @TempDir
    private static Path directory;

    @Test
    void rows_are_loaded_into_postgresql_by_one_file_and_its_settings() throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            var url = Postgres.emptyDatabase();
            var installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:7")
                    .set("export.ba.sinks", "direct:sink-postgres")
                    .set("sink.postgres.url", url).set("sink.postgres.username", Postgres.user())
                    .set("sink.postgres.password", "file:" + directory.resolve("password"));
            Files.writeString(directory.resolve("password"), "a-password-in-a-file\n");
            installation.routes().write("sinks", "sink-postgres",
                    Files.readString(Path.of("src/docs/sinks/sink-postgres.camel.yaml")));

            var check = installation.run("check");
            var once = installation.run("once", "--as-of", NOW);

            assertThat(check.output()).contains("ok    sink direct:sink-postgres");
            assertThat(once.code()).as(once.errors()).isZero();
            assertThat(once.output()).endsWith("1 delivered, 0 failed.\n");
            assertThat(once.output() + once.errors()).doesNotContain("a-password-in-a-file");
            try (var connection = DriverManager.getConnection(url, Postgres.user(), "any");
                    var rows = connection.createStatement().executeQuery("select row_count, (select count(*) from "
                            + "sei_ba where sei_scope = 'team:7') from sei_manifest where sei_domain = 'ba'")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(rows.getLong(2)).isPositive();
            }
        }
    }

    @Test
    void a_sink_is_used_twice_with_settings_of_its_own() throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate())) {
            var archive = directory.resolve("archive");
            var installation = Installation.in(Files.createDirectory(directory.resolve("twice"))).exportingFrom(sandbox.address())
                    .only("ba", "team:7").set("export.ba.sinks", "direct:sink-file,direct:sink-archive")
                    .set("sink.archive.like", "file").set("sink.archive.directory", archive.toString());

            var once = installation.run("once", "--as-of", NOW);

            assertThat(once.code()).as(once.errors()).isZero();
            try (var files = Files.walk(archive)) {
                assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("2026-03-01_2026-03-31.csv", "2026-03-01_2026-03-31.manifest.json");
            }
        }
    }
}
