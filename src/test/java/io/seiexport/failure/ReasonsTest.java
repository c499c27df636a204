package io.seiexport.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.seiexport.csv.RefusedFile;
import org.junit.jupiter.api.Test;

/** The list of reasons is complete: nothing is counted by a word that was not shown as zero before. */
class ReasonsTest {
    private static final Pattern FAILURE = Pattern.compile("new (?:ExportFailed|Abandoned|Failure)\\(");
    private static final Pattern GIVEN = Pattern.compile("(\"[a-z-]+\")|(?<![\\w\"])([A-Z]{3,})(?!\\w)");
    private static final Pattern WORD = Pattern.compile("`([a-z-]+)`");

    @Test
    void it_holds_each_word_of_the_code_once_and_no_other() throws IOException {
        var given = new TreeSet<>(RefusedFile.reasons());
        var sources = sources();
        for (var source : sources) {
            FAILURE.matcher(source).results()
                    .flatMap(made -> GIVEN.matcher(firstArgument(source.substring(made.end()))).results())
                    .map(word -> word.group(1) != null ? word.group(1) : constant(source, sources, word.group(2)))
                    .forEach(word -> given.add(word.replace("\"", "")));
        }

        assertThat(Failure.reasons()).containsExactlyInAnyOrderElementsOf(given);
    }

    @Test
    void it_holds_each_word_of_the_table_of_faults() throws IOException {
        var words = Files.readString(Path.of("src/docs/faults.md")).lines()
                .filter(line -> line.startsWith("| "))
                .map(line -> line.split(" \\| "))
                .filter(cells -> cells.length == 4 && cells[3].contains("#"))
                .flatMap(cells -> WORD.matcher(cells[2]).results().map(word -> word.group(1)))
                .toList();

        assertThat(words).hasSizeGreaterThan(30).isSubsetOf(Failure.reasons());
    }

    /** Up to the first comma that stands in no brackets of its own, and no text in such brackets. */
    private static String firstArgument(String arguments) {
        var first = new StringBuilder();
        var depth = 0;
        for (var i = 0; depth > 0 || arguments.charAt(i) != ',' && arguments.charAt(i) != ')'; i++) {
            var c = arguments.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                first.append(c);
            }
        }
        return first.toString();
    }

    private static String constant(String source, List<String> sources, String name) {
        var value = Pattern.compile("String " + name + " = (\"[a-z-]+\");");
        return Stream.concat(Stream.of(source), sources.stream()).map(value::matcher).filter(Matcher::find).findFirst()
                .orElseThrow(() -> new AssertionError("no constant " + name + " whose value can be read")).group(1);
    }

    private static List<String> sources() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).map(ReasonsTest::text).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}
