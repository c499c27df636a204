package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import io.seiexport.settings.Settings;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(((?!https?:)[^)#]+)\\)");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern SETTING = Pattern.compile(
            "(?m)^((?:sei|export|poll|retry|download|staging)\\.[\\w.-]+)=");

    @Test
    void the_sftp_example_is_the_file_that_is_tested() throws IOException {
        assertThat(readme()).contains("```yaml\n" + Files.readString(Path.of("src/docs/sink-sftp.camel.yaml")) + "```");
    }

    @Test
    void every_link_leads_to_something_of_the_project() throws IOException {
        assertThat(LINK.matcher(readme()).results().map(link -> link.group(1)))
                .isNotEmpty().allMatch(link -> Files.exists(Path.of(link)));
    }

    @Test
    void every_setting_in_its_examples_exists() throws IOException {
        assertThat(SETTING.matcher(readme()).results().map(setting -> setting.group(1)))
                .isNotEmpty().isSubsetOf(Settings.manual().stringPropertyNames());
    }

    @Test
    void every_test_in_its_table_of_faults_exists() throws IOException {
        var named = TEST.matcher(readme()).results().toList();

        assertThat(named).hasSizeGreaterThan(30);
        for (var test : named) {
            assertThat(sourceOf(test.group(1))).as(test.group()).contains("void " + test.group(2) + "(");
        }
    }

    private static String sourceOf(String test) throws IOException {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            var file = files.filter(path -> path.endsWith(test + ".java")).findFirst();
            assertThat(file).as(test).isPresent();
            return Files.readString(file.get());
        }
    }

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }
}
