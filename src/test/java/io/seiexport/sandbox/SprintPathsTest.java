package io.seiexport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SprintPathsTest {

    @ParameterizedTest
    @CsvSource({
        "DOCUMENTED,      202, 404, 404, 200",
        "PLURAL,          404, 202, 404, 200",
        "SINGULAR,        202, 404, 200, 404",
        "PLURAL_ELSE_405, 405, 202, 405, 200",
    })
    void the_sprint_paths_that_exist_are_an_option(SprintPaths paths, int createSingular, int createPlural,
                                                   int readSingular, int readPlural) throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate().withSprintPaths(paths))) {
            var caller = new Caller(sandbox);

            var singular = caller.create("sprint", Requests.example("sprint"));
            var plural = caller.create("sprints", Requests.example("sprint"));
            var id = (singular.status() == 202 ? singular : plural).json().get("exportId").asText();

            assertThat(singular.status()).isEqualTo(createSingular);
            assertThat(plural.status()).isEqualTo(createPlural);
            for (var path : new String[] {"/" + id, "/" + id + "/download", ""}) {
                assertThat(caller.get("/v2/insights/sprint/exports" + path + Caller.IDENTIFIERS).status())
                        .isEqualTo(readSingular);
                assertThat(caller.get("/v2/insights/sprints/exports" + path + Caller.IDENTIFIERS).status())
                        .isEqualTo(readPlural);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"DOCUMENTED, sprints", "PLURAL, sprints", "SINGULAR, sprint", "PLURAL_ELSE_405, sprints"})
    void the_download_url_leads_to_the_file(SprintPaths paths, String segment) throws Exception {
        try (var sandbox = Sandbox.start(0, Options.immediate().withSprintPaths(paths))) {
            var caller = new Caller(sandbox);
            var createPath = paths == SprintPaths.DOCUMENTED ? "sprint" : segment;
            var id = caller.create(createPath, Requests.example("sprint")).json().get("exportId").asText();

            var status = caller.get("/v2/insights/" + segment + "/exports/" + id + Caller.IDENTIFIERS);

            var url = status.json().at("/download/url").asText();
            assertThat(caller.get(url + Caller.IDENTIFIERS).status()).isEqualTo(200);
        }
    }
}
