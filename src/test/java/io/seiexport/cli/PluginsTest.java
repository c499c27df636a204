package io.seiexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import io.seiexport.settings.SettingException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which jars of plugins/ go onto the class path, and what is said of the others. */
class PluginsTest {
    @TempDir
    private Path folder;
    private Path program;

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(folder.resolve("lib"));
        jar("lib/camel-api-4.18.0.jar", "org.apache.camel", "camel-api", "4.18.0", "org/apache/camel/CamelContext");
        jar("lib/annotations-2.56.0.jar", "software.amazon.awssdk", "annotations", "2.56.0", "software/amazon/Mutable");
        jar("lib/numbers-1.16.8.jar", "", "", "", "io/numbers/Counter");
        program = folder.resolve("sei-export.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH,
                "lib/camel-api-4.18.0.jar lib/annotations-2.56.0.jar lib/numbers-1.16.8.jar");
        new JarOutputStream(Files.newOutputStream(program), manifest).close();
    }

    @Test
    void without_the_folder_there_are_none() {
        assertThat(Plugins.beside(program)).isEqualTo(new Plugins(List.of(), List.of()));
    }

    @Test
    void jars_are_taken_in_the_order_of_their_names_and_other_files_are_not() throws IOException {
        var second = jar("plugins/b.jar", "", "", "", "b/B");
        var first = jar("plugins/a-2.jar", "acme", "a", "2", "a/A");
        Files.writeString(folder.resolve("plugins/readme.txt"), "how they came here");

        assertThat(Plugins.beside(program).added()).containsExactly(first, second);
        assertThat(Plugins.beside(program).warnings()).isEmpty();
    }

    @Test
    void what_the_program_has_in_the_same_version_is_left_out_without_a_word() throws IOException {
        jar("plugins/camel-api-4.18.0.jar", "org.apache.camel", "camel-api", "4.18.0", "org/apache/camel/CamelContext");
        jar("plugins/numbers-1.16.8.jar", "", "", "", "io/numbers/Counter");

        assertThat(Plugins.beside(program).added()).isEmpty();
        assertThat(Plugins.beside(program).warnings()).isEmpty();
    }

    @Test
    void what_it_has_in_another_version_is_left_out_and_named() throws IOException {
        jar("plugins/api-of-camel.jar", "org.apache.camel", "camel-api", "4.14.0", "org/apache/camel/CamelContext");
        jar("plugins/numbers-1.17.0.jar", "", "", "", "io/numbers/Counter");

        assertThat(Plugins.beside(program).added()).isEmpty();
        assertThat(Plugins.beside(program).warnings()).containsExactly(
                "not used, because there is another version of it: plugins/api-of-camel.jar (lib/camel-api-4.18.0.jar is "
                + "there), plugins/numbers-1.17.0.jar (lib/numbers-1.16.8.jar is there); delete it, or see whether what "
                + "needs it works");
    }

    @Test
    void another_library_that_only_has_the_same_name_is_taken() throws IOException {
        var ofAnotherGroup = jar("plugins/annotations-13.0.jar", "org.jetbrains", "annotations", "13.0", "org/NotNull");
        var ofNoGroup = jar("plugins/annotations-9.jar", "", "", "", "acme/Note");

        assertThat(Plugins.beside(program).added()).containsExactly(ofAnotherGroup, ofNoGroup);
        assertThat(Plugins.beside(program).warnings()).isEmpty();
    }

    @Test
    void of_two_versions_of_a_plugin_the_first_by_name_counts() throws IOException {
        var one = jar("plugins/a-1.jar", "acme", "a", "1", "a/A");
        jar("plugins/a-2.jar", "acme", "a", "2", "a/A");

        assertThat(Plugins.beside(program).added()).containsExactly(one);
        assertThat(Plugins.beside(program).warnings()).containsExactly("not used, because there is another "
                + "version of it: plugins/a-2.jar (plugins/a-1.jar is there); delete it, or see whether what needs it "
                + "works");
    }

    @Test
    void a_component_of_another_camel_is_named() throws IOException {
        var component = jar("plugins/camel-ftp-4.14.0.jar", "org.apache.camel", "camel-ftp", "4.14.0", "ftp/Ftp");

        assertThat(Plugins.beside(program).added()).containsExactly(component);
        assertThat(Plugins.beside(program).warnings()).containsExactly("plugins/camel-ftp-4.14.0.jar is made for Camel "
                + "4.14.0, and this program has Camel 4.18.0; take camel-ftp 4.18.0");
    }

    @Test
    void what_is_no_jar_is_refused_by_name() throws IOException {
        Files.createDirectories(folder.resolve("plugins"));
        Files.writeString(folder.resolve("plugins/half.jar"), "half of a jar");

        assertThatThrownBy(() -> Plugins.beside(program)).isInstanceOf(SettingException.class)
                .hasMessageMatching("plugins/half\\.jar cannot be read as a jar: .+; replace it, or take it away");
    }

    private Path jar(String name, String group, String artifact, String version, String type) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (var jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new JarEntry(type + ".class"));
            if (!group.isEmpty()) {
                jar.putNextEntry(new JarEntry("META-INF/maven/" + group + "/" + artifact + "/pom.properties"));
                jar.write("groupId=%s%nartifactId=%s%nversion=%s%n".formatted(group, artifact, version).getBytes(UTF_8));
            }
        }
        return file;
    }
}
