package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.seiexport.settings.Secrets;
import io.seiexport.settings.Settings;
import io.seiexport.support.Configured;
import io.seiexport.support.RouteFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    private static final String SINK = """
            - route:
                id: sink-chat
                description: Post each file to a chat
                group: sinks
                from:
                  uri: direct
                  parameters:
                    name: sink-chat
                  steps:
                    - log:
                        id: chat-room
                        message: "{{sink.chat.room:}} {{sink.chat.connection:}} {{sink.chat.directory:}}"
            """;

    @TempDir
    private Path folder;

    private Configured configured(String line) throws IOException {
        var routes = RouteFolder.ofThisProject().copyTo(folder.resolve("routes"));
        routes.write("sinks", "sink-chat", SINK);
        return new Configured(folder, "camel.main.routes-include-pattern=" + routes.pattern(), line).read();
    }

    private static String value(Configured configured, String key) {
        return configured.context().resolvePropertyPlaceholders("{{" + key + "}}");
    }

    @Test
    void any_setting_of_a_sink_of_ones_own_may_be_in_a_file() throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "swordfish-of-the-chat\n");
        try (var configured = configured("sink.chat.connection=file:" + secret)) {
            assertThat(value(configured, "sink.chat.connection")).isEqualTo("swordfish-of-the-chat");
            assertThat(configured.preflight().findings()).isEmpty();
        }
    }

    @Test
    void what_stands_in_the_file_is_redacted_whatever_the_name_of_the_setting() throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "swordfish-of-the-chat");
        try (var configured = configured("sink.chat.connection=file:" + secret)) {
            configured.preflight().findings();

            assertThat(configured.part(Secrets.class).blotOut("logged in with swordfish-of-the-chat"))
                    .isEqualTo("logged in with ***");
        }
    }

    @Test
    void a_file_that_cannot_be_read_is_a_finding_under_the_name_of_the_setting() throws Exception {
        try (var configured = configured("sink.chat.connection=file:" + folder.resolve("absent"))) {
            assertThat(configured.preflight().findings()).singleElement().asString()
                    .startsWith("sink.chat.connection: the file that it names cannot be read: ").contains("absent");
        }
    }

    @Test
    void where_a_sink_leads_to_is_taken_as_it_is() throws Exception {
        try (var configured = configured("sink.chat.directory=file:/mnt/share")) {
            assertThat(value(configured, "sink.chat.directory")).isEqualTo("file:/mnt/share");
        }
    }

    @Test
    void the_keys_of_a_bucket_can_be_exchanged_in_their_files() throws Exception {
        var secret = "file:" + Files.writeString(folder.resolve("secret"), "key-of-today");
        try (var configured = configured("sink.s3.access-key=" + secret)) {
            assertThat(configured.part(Settings.class).secret("sink.s3.access-key")).isEqualTo("key-of-today");
            Files.writeString(folder.resolve("secret"), "key-of-tomorrow");
            assertThat(configured.part(Settings.class).secret("sink.s3.access-key")).isEqualTo("key-of-tomorrow");
        }
    }
}
