package io.seiexport.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** The settings file of the project is its own manual, and is packaged with the program. */
class ManualTest {
    private static final Path FILE = Path.of("application.properties");
    private static final String HEADLINE = "# ---";

    @Test
    void the_packaged_manual_is_the_settings_file_of_the_project() throws IOException {
        var keys = lines().stream().filter(ManualTest::isSetting).map(ManualTest::key).toList();

        assertThat(Settings.manual().stringPropertyNames()).isNotEmpty().containsExactlyInAnyOrderElementsOf(keys);
        assertThat(Settings.manual().getProperty("sei.base-url")).isEqualTo("sandbox");
    }

    @Test
    void every_key_stands_once() throws IOException {
        assertThat(lines().stream().filter(ManualTest::isSetting).map(ManualTest::key))
                .isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void every_line_is_a_comment_or_a_setting_or_empty() throws IOException {
        assertThat(lines()).allMatch(line -> line.isEmpty() || line.startsWith("#") || isSetting(line));
    }

    @Test
    void every_key_is_explained_by_a_comment_in_its_block_or_for_another_domain() throws IOException {
        var explained = new HashMap<String, Boolean>();
        blocks().forEach(block -> {
            var comment = false;
            for (var line : block) {
                comment |= line.startsWith("#") && !line.startsWith(HEADLINE);
                if (isSetting(line)) {
                    explained.merge(nameInEveryDomain(key(line)), comment, Boolean::logicalOr);
                }
            }
        });

        assertThat(explained).isNotEmpty().allSatisfy((key, comment) -> assertThat(comment).as(key).isTrue());
    }

    @Test
    void it_is_plain_ascii_in_lines_of_at_most_120_columns() throws IOException {
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(Files.readString(FILE))).isTrue();
        assertThat(lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void no_key_or_password_is_written_into_it() {
        assertThat(Map.of("sei.api-key", "", "sink.s3.access-key", "", "sink.s3.secret-key", ""))
                .allSatisfy((key, value) -> assertThat(Settings.manual().getProperty(key)).isEqualTo(value));
    }

    /** The lines from one empty line to the next. */
    private static List<List<String>> blocks() throws IOException {
        var blocks = new ArrayList<List<String>>(List.of(new ArrayList<>()));
        for (var line : lines()) {
            if (line.isEmpty()) {
                blocks.add(new ArrayList<>());
            }
            blocks.get(blocks.size() - 1).add(line);
        }
        return blocks;
    }

    private static List<String> lines() throws IOException {
        return Files.readAllLines(FILE);
    }

    private static boolean isSetting(String line) {
        return line.matches("[a-zA-Z][\\w.\\[\\]-]*=.*");
    }

    private static String key(String line) {
        return line.substring(0, line.indexOf('='));
    }

    private static String nameInEveryDomain(String key) {
        return key.replaceFirst("^export\\.[a-z-]+\\.", "export.*.");
    }
}
