package io.seiexport.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Utf8MainTest {

    @Test
    void names_in_a_settings_file_stay_as_they_are_written(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("application.properties"),
                "export.ba.scopes=tree:K\u00f6ln,tree:\u6771\u4eac,tree:Z\\u00fcrich\n");
        var main = new Utf8Main();
        try {
            main.setPropertyPlaceholderLocations("file:" + file);
            main.init();

            assertThat(Settings.of(main.getCamelContext(), new Secrets()).list("export.ba.scopes"))
                    .containsExactly("tree:K\u00f6ln", "tree:\u6771\u4eac", "tree:Z\u00fcrich");
        } finally {
            main.stop();
        }
    }
}
