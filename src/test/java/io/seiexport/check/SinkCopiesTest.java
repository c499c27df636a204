package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.seiexport.support.Configured;
import io.seiexport.support.RouteFolder;
import org.apache.camel.model.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkCopiesTest {
    @TempDir
    private Path folder;
    private RouteFolder routes;

    @BeforeEach
    void install() throws IOException {
        routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
    }

    private Configured configured(String... more) throws IOException {
        var lines = new ArrayList<>(List.of("camel.main.routes-include-pattern=" + routes.pattern()));
        lines.addAll(List.of(more));
        return new Configured(folder, lines.toArray(String[]::new)).read();
    }

    private List<String> findings(String... lines) throws IOException {
        try (var configured = configured(lines)) {
            return configured.preflight().findings();
        }
    }

    @Test
    void a_sink_that_is_like_another_needs_settings_of_its_own_only_where_it_differs() throws Exception {
        assertThat(findings("sink.archive.like=file", "sink.archive.directory=archive",
                "sink.s3.bucket=metrics", "sink.eu.like=s3", "sink.eu.region=eu-central-1", "sink.eu.prefix=eu",
                "export.ba.sinks=direct:sink-file,direct:sink-archive,direct:sink-s3,direct:sink-eu")).isEmpty();
    }

    @Test
    void each_has_a_client_of_its_own_bucket() throws Exception {
        try (var configured = configured("sink.s3.bucket=metrics", "sink.s3.region=us-east-1", "sink.eu.like=s3", "sink.eu.bucket=metrics-eu",
                "sink.eu.endpoint=http://127.0.0.1:9")) {
            configured.preflight().findings();

            assertThat(configured.context().getRegistry().lookupByName("s3Client-eu")).isNotNull()
                    .isNotSameAs(configured.context().getRegistry().lookupByName("s3Client"));
        }
    }

    @Test
    void it_may_be_switched_off_in_every_list() throws Exception {
        assertThat(findings("sink.archive.like=file", "sink.archive.directory=archive")).isEmpty();
    }

    @Test
    void a_mistyped_setting_of_it_is_refused() throws Exception {
        assertThat(findings("sink.archive.like=file", "sink.archive.directory=archive", "sink.archive.direktory=x"))
                .containsExactly("sink.archive.direktory is not a setting; did you mean sink.archive.directory?");
    }

    @Test
    void one_that_leads_to_the_same_place_is_refused() throws Exception {
        assertThat(findings("sink.archive.like=file", "export.ba.sinks=direct:sink-archive")).containsExactly(
                "sink.archive.like = file: both lead to the same place; give archive one of its own, for example with "
                        + "sink.archive.directory");
    }

    @Test
    void one_that_is_like_a_sink_that_does_not_exist_is_refused_in_one_sentence() throws Exception {
        assertThat(findings("sink.archive.like=fil", "sink.archive.directory=archive",
                "export.ba.sinks=direct:sink-file,direct:sink-archive", "export.sprint.sinks=direct:sink-archive"))
                .containsExactly("sink.archive.like = fil: no route starts from direct:sink-fil; did you mean file?");
    }

    @Test
    void one_that_is_like_nothing_that_is_near_is_refused_without_a_guess() throws Exception {
        assertThat(findings("sink.archive.like=bucket", "sink.archive.prefix=archive",
                "export.ba.sinks=direct:sink-archive"))
                .containsExactly("sink.archive.like = bucket: no route starts from direct:sink-bucket");
    }

    @Test
    void so_is_one_whose_folder_is_only_written_in_another_way() throws Exception {
        assertThat(findings("sink.file.directory=data", "sink.archive.like=file", "sink.archive.directory=./x/../data/"))
                .singleElement().asString().contains("both lead to the same place");
    }

    @Test
    void so_is_one_whose_folder_is_above_this_one_and_written_in_full() throws Exception {
        assertThat(findings("sink.file.directory=../x", "sink.archive.like=file", "sink.archive.directory="
                + Path.of("").toAbsolutePath().resolveSibling("x"))).singleElement().asString()
                .contains("both lead to the same place");
    }

    @Test
    void so_is_one_whose_folder_is_reached_by_a_link() throws Exception {
        var data = Files.createDirectory(folder.resolve("data"));
        var link = Files.createSymbolicLink(folder.resolve("link"), data);

        assertThat(findings("sink.file.directory=" + data, "sink.archive.like=file", "sink.archive.directory=" + link))
                .singleElement().asString().contains("both lead to the same place");
    }

    @Test
    void so_are_two_that_share_a_place_of_their_own() throws Exception {
        assertThat(findings("sink.a.like=file", "sink.a.directory=same", "sink.b.like=file", "sink.b.directory=./same"))
                .singleElement().asString().startsWith("sink.b.like = file: both lead to the same place");
    }

    @Test
    void one_whose_routes_are_in_several_files_is_refused() throws Exception {
        routes.write("sinks", "sink-two", """
                - route:
                    id: sink-two
                    group: sinks
                    from:
                      uri: direct
                      parameters:
                        name: sink-two
                      steps:
                        - to: direct://put-two
                """);
        routes.write("sinks", "helpers", """
                - route:
                    id: put-two
                    group: sinks
                    from:
                      uri: direct
                      parameters:
                        name: put-two
                      steps:
                        - to: file:{{sink.two.directory}}
                """);

        assertThat(findings("sink.two.directory=two", "sink.three.like=two", "sink.three.directory=three"))
                .singleElement().asString().contains("sink.three.like = two: ",
                        "helpers.camel.yaml names settings of sink.two, too");
    }

    @Test
    void its_inner_routes_are_its_own_however_they_are_called() throws Exception {
        routes.write("sinks", "sink-two", """
                - route:
                    id: sink-two
                    group: sinks
                    from:
                      uri: direct
                      parameters:
                        name: sink-two
                      steps:
                        - to: direct://put-two
                - route:
                    id: "put-two"
                    group: sinks
                    from:
                      uri: direct:put-two
                      steps:
                        - to: file:{{sink.two.directory}}
                """);
        try (var configured = configured("sink.two.directory=two", "sink.three.like=two",
                "sink.three.directory=three")) {
            assertThat(configured.preflight().findings()).isEmpty();
            var called = configured.context().getCamelContextExtension().getContextPlugin(Model.class)
                    .getRouteDefinition("sink-three").getOutputs().get(0);
            assertThat(called.toString()).contains("direct://put-three");
        }
    }

    @Test
    void one_that_is_like_a_copy_is_refused() throws Exception {
        assertThat(findings("sink.archive.like=file", "sink.archive.directory=archive", "sink.third.like=archive",
                "sink.third.directory=third", "export.ba.sinks=direct:sink-third")).containsExactly(
                "sink.third.like = archive: that sink is itself like file; write file here, too");
    }

    @Test
    void one_that_has_a_route_of_its_own_is_refused() throws Exception {
        assertThat(findings("sink.s3.like=file", "sink.s3.bucket=b")).containsExactly(
                "sink.s3.like = file: direct:sink-s3 has a route of its own; remove one of the two");
    }

    @Test
    void a_bucket_that_would_be_sent_to_unencrypted_is_refused() throws Exception {
        assertThat(findings("sink.eu.like=s3", "sink.eu.bucket=b", "sink.eu.endpoint=http://store.example.com"))
                .contains("sink.eu.endpoint = http://store.example.com: the files would be sent unencrypted; use "
                        + "https, or allow it with sei.allow-plain-http=true");
    }

    @Test
    void its_beans_are_its_own() throws Exception {
        routes.write("sinks", "sink-note", """
                - beans:
                    - name: noteBook
                      type: java.util.ArrayList
                - route:
                    id: sink-note
                    description: Keep a note of each file
                    group: sinks
                    from:
                      uri: direct
                      parameters:
                        name: sink-note
                      steps:
                        - bean:
                            id: note-file
                            ref: noteBook
                            method: add("{{sink.note.folder}}")
                """);
        try (var configured = configured("sink.note.folder=a", "sink.other.like=note", "sink.other.folder=b",
                "export.ba.sinks=direct:sink-note,direct:sink-other")) {
            assertThat(configured.preflight().findings()).isEmpty();

            assertThat(configured.context().getRegistry().lookupByName("noteBook-other")).isNotNull();
        }
    }
}
