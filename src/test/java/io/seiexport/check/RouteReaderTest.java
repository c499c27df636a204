package io.seiexport.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.seiexport.settings.ComposedYaml;
import io.seiexport.support.RouteFolder;
import io.seiexport.support.TestMain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouteReaderTest {
    private final RouteFolder routes = RouteFolder.ofThisProject();
    private final TestMain main = new TestMain();

    @AfterEach
    void stop() {
        main.stop();
    }

    @Test
    void what_Camel_has_parsed_of_a_file_is_taken_from_it_once_and_says_what_the_file_says() throws IOException {
        main.configure().setRoutesIncludePattern(routes.pattern());
        main.init();

        assertThat(routes.files()).isNotEmpty().allSatisfy(this::isTakenFromCamel);
    }

    private void isTakenFromCamel(Path file) throws IOException {
        var text = Files.readString(file);
        var parsed = ComposedYaml.take(main.getCamelContext(), text);

        assertThat(parsed).isPresent();
        assertThat(RouteReader.read(file.toString(), text, parsed))
                .isEqualTo(RouteReader.read(file.toString(), text));
        assertThat(ComposedYaml.take(main.getCamelContext(), text)).isEmpty();
    }
}
