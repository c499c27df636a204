package io.seiexport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import io.seiexport.support.StampComponent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of one's own: the jars of {@code plugins/} beside the jar of the program, wherever it is called. */
class PluginsIT {
    private static final Path CLASSES = Path.of("target", "test-classes");
    private static final String TYPE = StampComponent.class.getName().replace('.', '/');

    @TempDir
    private Path directory;
    private ProgramWithPlugins program;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        program = ProgramWithPlugins.in(directory.resolve("program"));
        installation = Installation.in(Files.createDirectories(directory.resolve("work"))).only("ba", "team:1")
                .set("poll.first-delay", "50ms").set("export.ba.sinks", "stamp:stamped");
    }

    @Test
    void a_component_in_there_is_used_and_another_version_of_what_is_there_already_is_named() throws Exception {
        program.add("stamp-1.jar", component());
        program.add("slf4j-api-1.7.36.jar", Map.of("META-INF/maven/org.slf4j/slf4j-api/pom.properties",
                "groupId=org.slf4j\nartifactId=slf4j-api\nversion=1.7.36\n".getBytes(UTF_8)));

        var ended = program.run(installation, "once");

        assertThat(ended.output()).contains("\n1 delivered, 0 failed.");
        assertThat(installation.path("stamped")).content().startsWith("ba/team-1/weekly/").endsWith(".csv");
        assertThat(ended.errors()).containsOnlyOnce("not used, because there is another version of it: "
                + "plugins/slf4j-api-1.7.36.jar (lib/slf4j-api-").contains(" WARN ");
    }

    @Test
    void a_broken_one_is_said_in_one_sentence_and_nothing_starts() throws Exception {
        program.add("stamp-1.jar", component());
        Files.writeString(program.plugin("half.jar"), "half of a jar");

        var ended = program.run(installation, "once");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors()).matches("plugins/half\\.jar cannot be read as a jar: [^\n]+; replace it, or take it "
                + "away\n");
        assertThat(installation.path("stamped")).doesNotExist();
    }

    /** All classes that StampComponent is made of, and where Camel looks for it. */
    private static Map<String, byte[]> component() throws IOException {
        var entries = new TreeMap<String, byte[]>();
        try (var files = Files.list(CLASSES.resolve(TYPE).getParent())) {
            for (var file : files.filter(one -> one.getFileName().toString().startsWith("StampComponent")).toList()) {
                entries.put(CLASSES.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        entries.put("META-INF/services/org/apache/camel/component/stamp",
                ("class=" + StampComponent.class.getName()).getBytes(UTF_8));
        return entries;
    }
}
