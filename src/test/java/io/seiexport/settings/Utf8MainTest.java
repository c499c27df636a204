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

    @Test
    void a_file_of_further_settings_counts_without_a_start_too(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("more.settings"), "ledger.url=jdbc:sqlite:more.db\n");
        var file = Files.writeString(folder.resolve("application.properties"), "ledger.url=jdbc:sqlite:ledger.db\n"
                + "camel.main.file-configurations=" + folder + "/more.settings\n");
        var main = new Utf8Main();
        main.setPropertyPlaceholderLocations("file:" + file);

        var context = main.settingsAlone();

        assertThat(Settings.of(context, new Secrets()).text("ledger.url")).isEqualTo("jdbc:sqlite:more.db");
        context.stop();
    }
}
