package io.seiexport.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import io.seiexport.settings.Project;
import io.seiexport.support.SettingsOf;

class SinkMarksTest {

    @ParameterizedTest
    @CsvSource({
        "direct:sink-file,              sink.file.directory",
        "direct:sink-s3,                sink.s3.bucket",
        "direct:sink-s3,                sink.s3.prefix",
        "direct:sink-s3,                sink.s3.endpoint",
        "direct:sink-sftp,              sink.sftp.host",
        "direct:sink-sftp,              sink.sftp.port",
        "direct:sink-sftp?timeout=5000, sink.sftp.directory",
        "direct://sink-my-share,        sink.my-share.folder",
        "direct:sink-azure,             sink.azure.account",
        "direct:sink-azure,             sink.azure.container",
        "direct:sink-postgres,          sink.postgres.schema",
        "direct:sink-post,              sink.post.url"})
    void a_route_that_leads_elsewhere_is_another_sink(String sink, String setting) {
        var mark = mark(sink, Map.of(setting, "here"));

        assertThat(mark).startsWith("direct:").isNotEqualTo(mark(sink, Map.of(setting, "there")))
                .isNotEqualTo(mark(sink, Map.of())).isEqualTo(mark(sink, Map.of(setting, "here")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sink.file.compress", "sink.file.access-key", "sink.file.username", "sink.file.password",
        "sink.other.directory", "sink.file-too.directory"})
    void what_does_not_say_where_it_leads_makes_no_other_sink(String setting) {
        assertThat(mark("direct:sink-file", Map.of(setting, "x"))).isEqualTo("direct:sink-file");
    }

    @ParameterizedTest
    @CsvSource({
        "data,                                data/",
        "https://robot:first@files.acme.com,  https://robot:second@files.acme.com/",
        "https://files.acme.com/in?key=first, https://files.acme.com/in?key=second"})
    void the_same_place_is_the_same_sink_whoever_may_write_there(String one, String other) {
        assertThat(mark("direct:sink-post", Map.of("sink.post.url", one)))
                .isEqualTo(mark("direct:sink-post", Map.of("sink.post.url", other)));
    }

    @Test
    void it_is_a_name_and_a_few_digits() {
        assertThat(mark("direct:sink-file", Map.of("sink.file.directory", "/mnt/swordfish")))
                .matches("direct:sink-file#[0-9a-f]{8}");
        assertThat(mark("direct:sink-file?timeout=5000", Map.of("sink.file.directory", "data")))
                .matches("direct:sink-file#[0-9a-f]{4}#[0-9a-f]{8}");
        assertThat(SinkMarks.name("direct:sink-file#1b2c#0a1b2c3d")).isEqualTo("direct:sink-file");
    }

    @Test
    void a_sink_that_is_like_another_leads_where_that_one_does_unless_it_says_otherwise() {
        var eu = Map.of("sink.eu.like", "s3", "sink.eu.prefix", "eu");
        assertThat(List.of(mark("direct:sink-eu", with(eu, "sink.s3.bucket", "one")),
                mark("direct:sink-eu", with(eu, "sink.s3.bucket", "two")))).doesNotHaveDuplicates();
        assertThat(mark("direct:sink-eu", with(eu, "sink.s3.prefix", "all")))
                .isEqualTo(mark("direct:sink-eu", with(eu, "sink.s3.prefix", "other")));
    }

    private static Map<String, String> with(Map<String, String> settings, String key, String value) {
        var all = new HashMap<>(settings);
        all.put(key, value);
        return all;
    }

    @Test
    void an_endpoint_without_a_route_says_itself_where_it_leads() {
        assertThat(mark("file:/mnt/share", Map.of("sink.file.directory", "data"))).isEqualTo("file:/mnt/share");
    }

    @Test
    void the_folder_of_a_project_is_another_place() {
        for (var sink : List.of("direct:sink-file", "file:/mnt/share")) {
            assertThat(List.of(mark(sink, Map.of("sink.file.directory", "data")),
                    mark(sink, Map.of("sink.file.directory", "data", Project.NAME, "web")),
                    mark(sink, Map.of("sink.file.directory", "data", Project.NAME, "shop")))).doesNotHaveDuplicates();
        }
    }

    private static String mark(String sink, Map<String, String> settings) {
        return new SinkMarks(SettingsOf.values(settings)).of(sink);
    }
}
