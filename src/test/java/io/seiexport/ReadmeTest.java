package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.seiexport.settings.Project;
import io.seiexport.settings.Settings;
import io.seiexport.support.RouteFolder;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Path FAULTS = Path.of("src/docs/faults.md");
    private static final Path EXPORTS = Path.of("src/docs/exports.md");
    private static final Path OPERATING = Path.of("src/docs/operating.md");
    private static final List<Path> DOCUMENTS = List.of(README, FAULTS, Path.of("src/docs/architecture.md"),
            OPERATING, EXPORTS, Path.of("src/docs/sinks.md"),
            Path.of("src/docs/transforms.md"), Path.of("src/docs/benchmarks.md"), Path.of(".github/CONTRIBUTING.md"));
    private static final int MOST_LINES = 220;

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)#?([^)\\s]*)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern SETTING = Pattern.compile(
            "(?m)^((?:sei|export|ledger|poll|retry|download|staging|sink|transform|notify)\\.[\\w.-]+)=");
    private static final Pattern NAMED = Pattern.compile("(?:\\{\\{\\??|\\$\\{properties:|\")([a-z][\\w.-]*)");
    private static final Pattern PLUGIN = Pattern.compile("([\\w-]+)(?:</artifactId><version>|:)(\\d+(?:\\.\\d+)+)[<`]");
    private static final Pattern OF_OPEN_NAME = Pattern.compile(
            "export\\.\\w+\\.((monthly|by-week)\\.[\\w.-]+|columns\\.\\w+|extra\\.[\\w.]+)");

    @Test
    void the_readme_is_short_enough_to_be_read() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThanOrEqualTo(MOST_LINES);
    }

    @Test
    void every_link_of_a_document_leads_to_something_of_the_project() throws IOException {
        for (var document : DOCUMENTS) {
            var links = LINK.matcher(Files.readString(document)).results().toList();
            assertThat(links).as(document.toString()).isNotEmpty();
            for (var link : links) {
                var target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1)).normalize();
                assertThat(target).as("%s in %s", link.group(), document).exists();
                if (!link.group(2).isEmpty()) {
                    assertThat(anchors(target)).as("%s in %s", link.group(), document).contains(link.group(2));
                }
            }
        }
    }

    @Test
    void every_other_document_is_linked_from_the_readme_or_from_how_to_operate() throws IOException {
        var readme = Files.readString(README);
        var operating = Files.readString(OPERATING);

        assertThat(DOCUMENTS).filteredOn(document -> !document.equals(README))
                .allMatch(document -> readme.contains("](" + document)
                        || operating.contains("](" + OPERATING.getParent().relativize(document)));
    }

    @Test
    void every_setting_in_the_examples_exists() throws IOException {
        var settings = new TreeSet<>(Settings.manual().stringPropertyNames());
        for (var sink : new RouteFolder(Path.of("src/docs/sinks")).files()) {
            NAMED.matcher(Files.readString(sink)).results().forEach(named -> settings.add(named.group(1)));
        }
        settings.addAll(List.of("sink.archive.like", "sink.archive.directory"));
        for (var project : List.of(new Project("web"), new Project("shop"))) {
            settings.addAll(project.keys(List.copyOf(settings)));
        }
        for (var document : DOCUMENTS) {
            assertThat(SETTING.matcher(Files.readString(document)).results().map(setting -> setting.group(1)))
                    .filteredOn(setting -> !OF_OPEN_NAME.matcher(setting).matches())
                    .as(document.toString()).isSubsetOf(settings);
        }
        assertThat(SETTING.matcher(Files.readString(README)).find()).isTrue();
    }

    @Test
    void every_plugin_that_is_named_with_its_version_is_one_that_the_tests_use() throws IOException {
        var named = DOCUMENTS.stream().map(ReadmeTest::text).flatMap(text -> PLUGIN.matcher(text).results())
                .map(plugin -> plugin.group(1) + "-" + plugin.group(2) + ".jar").toList();

        assertThat(named).hasSizeGreaterThan(2).allMatch(System.getProperty("java.class.path")::contains);
    }

    @Test
    void every_test_that_is_named_in_a_table_exists() throws IOException {
        var named = Stream.of(FAULTS, EXPORTS).map(ReadmeTest::text).flatMap(text -> TEST.matcher(text).results())
                .toList();

        assertThat(named).hasSizeGreaterThan(100);
        for (var test : named) {
            assertThat(sourceOf(test.group(1))).as(test.group()).contains("void " + test.group(2) + "(");
        }
    }

    private static String text(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a heading is called behind a #. */
    private static List<String> anchors(Path document) throws IOException {
        return HEADING.matcher(Files.readString(document)).results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-'))
                .toList();
    }

    private static String sourceOf(String test) throws IOException {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            var file = files.filter(path -> path.endsWith(test + ".java")).findFirst();
            assertThat(file).as(test).isPresent();
            return Files.readString(file.get());
        }
    }
}
