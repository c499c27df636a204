package io.seiexport.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.seiexport.settings.Settings;
import io.seiexport.support.RouteFolder;

/** The sinks and transforms that users copy, and the page that lists the sinks. */
class CatalogueTest {
    private static final RouteFolder CATALOGUE = new RouteFolder(Path.of("src/docs/sinks"));
    private static final RouteFolder TRANSFORMS = new RouteFolder(Path.of("src/docs/transforms"));
    private static final Path PAGE = Path.of("src/docs/sinks.md");
    private static final String SINK = "sink-";
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| \\[`(sink-[\\w-]+)`]\\(sinks/([\\w-]+)\\.camel\\.yaml\\).*$");
    /** A setting that a file names, with its default if it has one. */
    private static final Pattern KEY = Pattern.compile(
            "(?:\\{\\{\\??|\\$\\{properties:)([a-z][\\w.-]*)(?::([^}]*))?}");

    @TempDir
    private Path folder;

    @Test
    void all_of_them_beside_the_routes_are_written_as_the_routes_are() throws IOException {
        var routes = RouteFolder.ofThisProject().copyTo(folder);
        var settings = Settings.manual();
        for (var file : CATALOGUE.files()) {
            Files.copy(file, routes.path().resolve("sinks").resolve(file.getFileName()));
            addKeys(file, settings);
        }
        for (var file : TRANSFORMS.files()) {
            Files.copy(file, routes.path().resolve("transforms").resolve(file.getFileName()));
        }

        assertThat(new RoutesLint(routes.path(), settings).findings()).isEmpty();
    }

    private static void addKeys(Path file, Properties settings) throws IOException {
        keys(file).forEach(key -> settings.setProperty(key.group(1), "any"));
    }

    @Test
    void a_sink_has_settings_and_ids_of_its_own() throws IOException {
        for (var path : sinks()) {
            var file = RouteFile.read(path);
            var name = name(path);

            assertThat(keys(path)).as(file.name())
                    .allSatisfy(key -> assertThat(key.group(1)).startsWith("sink." + name + "."));
            assertThat(file.ids()).as(file.name()).allSatisfy(id -> assertThat(id).contains(name));
        }
    }

    @Test
    void each_file_has_a_row_in_the_table_and_each_row_its_file() throws IOException {
        var rows = ROW.matcher(Files.readString(PAGE)).results().toList();

        assertThat(rows).allSatisfy(row -> assertThat(row.group(1)).isEqualTo(row.group(2)));
        assertThat(rows.stream().map(row -> row.group(1))).containsExactlyInAnyOrderElementsOf(
                sinks().stream().map(file -> SINK + name(file)).toList());
    }

    @Test
    void each_setting_stands_in_the_row_of_its_sink_with_its_default() throws IOException {
        var rows = ROW.matcher(Files.readString(PAGE)).results().toList();

        for (var row : rows) {
            for (var key : defaults(CATALOGUE.file(row.group(1))).entrySet()) {
                var word = key.getKey().replaceFirst(".*\\.", "") + "`";
                assertThat(row.group()).as(key.getKey()).contains("." + word + key.getValue());
            }
        }
    }

    /** What follows a setting in its row: its default, unless it is needed, or is made of another setting. */
    private static Map<String, String> defaults(Path file) throws IOException {
        var defaults = new TreeMap<String, String>();
        for (var key : keys(file)) {
            var usual = key.group(2) == null || key.group(2).isEmpty() || key.group(2).contains("{{") ? ""
                    : " (" + key.group(2) + ")";
            defaults.merge(key.group(1), usual, (one, other) -> one.isEmpty() ? one : other);
        }
        return defaults;
    }

    private static List<MatchResult> keys(Path file) throws IOException {
        var keys = KEY.matcher(Files.readString(file)).results().toList();
        assertThat(keys).as(file.toString()).isNotEmpty();
        return keys;
    }

    /** Beside them are routes for notices. */
    private static List<Path> sinks() throws IOException {
        return CATALOGUE.files().stream().filter(file -> file.getFileName().toString().startsWith(SINK)).toList();
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("sink-(.*)\\.camel\\.yaml", "$1");
    }
}
