package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.ReceivedCall;
import io.seiexport.sandbox.Sandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several Harness projects in one process, which share a folder, a ledger and a port, and nothing else. */
class ProjectsIT {
    private static final String WINDOW = "weekly/2026-01-01_2026-01-31";

    @WarmFolder
    private Path directory;
    private Sandbox sandbox;
    private Installation installation;

    @BeforeEach
    void install() throws IOException {
        sandbox = Sandbox.start(0, Options.immediate());
        installation = Installation.in(directory).exportingFrom(sandbox.address())
                .only("ba", "team:1").set("export.ba.window", "fixed:2026-01-01..2026-01-31")
                .set("export.sprint.enabled", true).set("export.sprint.scopes", "team:1")
                .set("export.sprint.window", "fixed:2026-01-01..2026-01-31").set("export.sprint.projects", "shop")
                .set("sei.projects", "web,shop")
                .set("sei.web.project", "Web").set("sei.web.api-key", "key-of-web")
                .set("sei.shop.project", "Shop").set("sei.shop.api-key", "key-of-shop")
                .set("sei.shop.org", "other-org").set("sei.shop.export.ba.scopes", "team:2");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    /** What the calls of each project were signed with. */
    private Set<String> signatures() {
        return sandbox.received().stream().filter(call -> call.query().containsKey("projectIdentifier"))
                .map(ProjectsIT::signature).collect(Collectors.toSet());
    }

    private static String signature(ReceivedCall call) {
        return call.query().get("orgIdentifier") + " " + call.query().get("projectIdentifier") + " "
                + call.headers().get("Authorization");
    }

    @Test
    void each_is_exported_with_its_own_key_below_its_own_folder() throws Exception {
        var ended = installation.run("once");

        assertThat(ended.output()).contains("\n3 delivered, 0 failed.").containsSubsequence("\nweb ", "\nshop ");
        assertThat(ended.code()).isZero();
        assertThat(installation.files("data")).filteredOn(name -> name.endsWith(".csv")).containsExactly(
                "shop/ba/team-2/" + WINDOW + ".csv", "shop/sprint/team-1/sprint/2026-01-01_2026-01-31.csv",
                "web/ba/team-1/" + WINDOW + ".csv");
        assertThat(signatures()).containsExactlyInAnyOrder("an-org Web ApiKey key-of-web",
                "other-org Shop ApiKey key-of-shop");
        var manifest = new JsonMapper().readTree(
                installation.path("data/shop/ba/team-2/" + WINDOW + ".manifest.json").toFile());
        assertThat(manifest.path("project").asText()).isEqualTo("Shop");
        assertThat(installation.run("once").output()).isEqualToIgnoringNewLines("Nothing is owed.");
    }

    @Test
    void the_failure_of_one_is_that_of_the_command_and_a_retry_can_be_of_it_alone() throws Exception {
        installation.set("sei.shop.export.ba.scopes", "team:unknown").set("sei.web.export.ba.scopes", "team:1");

        var ended = installation.run("once");

        assertThat(ended.output()).contains("\n2 delivered, 1 failed.");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.errors()).contains(" [shop] ba team:unknown ");
        assertThat(installation.run("history", "--failed").output()).contains("shop ").doesNotContain("web ");
        assertThat(installation.run("retry", "--failed", "--project", "web").output())
                .startsWith("Nothing has failed in the selection");
        assertThat(installation.run("retry", "ba/team-unknown/" + WINDOW).output())
                .startsWith("shop: ba/team-unknown/" + WINDOW + " is owed again");
        assertThat(installation.run("plan", "--json").output()).contains("\"project\" : \"shop\"");
        assertThat(installation.run("plan", "--project", "web").output()).startsWith("Nothing is owed");
    }

    @Test
    void one_without_a_known_list_of_teams_keeps_no_other_from_being_exported() throws Exception {
        var why = "shop: the teams could not be read, and are not known from before: the server answered 401";
        installation.set("sei.base-url", "http://127.0.0.1:9").set("sei.web.base-url", sandbox.address())
                .set("retry.max-attempts", 1).set("export.sprint.enabled", false)
                .set("sei.shop.export.ba.scopes", "teams:*");
        try (var other = Sandbox.start(0, Options.immediate().withKey("another"))) {
            installation.set("sei.shop.base-url", other.address());

            assertThat(installation.run("plan")).satisfies(ended -> {
                assertThat(ended.output()).contains("web ", "1 export is owed");
                assertThat(ended.errors()).startsWith(why);
                assertThat(ended.code()).isEqualTo(2);
            });
            assertThat(installation.run("teams")).satisfies(ended -> {
                assertThat(ended.output()).contains("web ").contains("\nweb: ").doesNotContain("shop");
                assertThat(ended.errors()).startsWith(why);
                assertThat(ended.code()).isEqualTo(2);
            });
            assertThat(installation.run("once")).satisfies(ended -> {
                assertThat(ended.output()).contains("web ", "\n1 delivered, 0 failed.");
                assertThat(ended.errors()).contains(why);
                assertThat(ended.code()).isEqualTo(2);
            });
            assertThat(installation.run("once", "--project", "shop")).satisfies(ended -> {
                assertThat(ended.output()).isEmpty();
                assertThat(ended.errors()).contains("the teams could not be read");
                assertThat(ended.code()).isEqualTo(1);
            });
        }
    }

    @Test
    void one_that_cannot_be_asked_leaves_the_exports_of_the_others_under_way() throws Exception {
        installation.set("export.sprint.enabled", false).set("sei.shop.export.ba.window", "trailing:7d");

        var ended = installation.run("backfill", "--from", "2026-01-01", "--to", "2026-01-31", "--export", "ba");

        assertThat(ended.output()).contains("web ", "\n1 delivered, 0 failed.");
        assertThat(ended.errors()).contains("shop: sei.shop.export.ba.window = trailing:7d: a sliding window");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void what_is_wrong_with_one_keeps_all_from_starting() throws Exception {
        installation.set("sei.shop.auth", "bearer").set("export.ba.granularity", "daily")
                .set("export.ba.projects", "web,food");

        var ended = installation.run("once");

        assertThat(ended.errors().lines()).containsExactlyInAnyOrder(
                "shop: sei.shop.auth = bearer: use authorization, sei-api-key or x-api-key",
                "export.ba.projects = food: sei.projects names only web, shop",
                "web: export.ba.granularity = daily: use WEEKLY, MONTHLY, QUARTERLY");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(sandbox.received()).isEmpty();
        assertThat(installation.path("sei-export-ledger.db")).doesNotExist();
    }

    @Test
    void a_route_that_camel_refuses_in_one_keeps_all_from_exporting_once_another_owes_anything() throws Exception {
        installation.set("sei.shop.export.ba.window", Installation.windowToCome()).set("export.sprint.enabled", false);
        installation.routes().write("sinks", "sink-mine", """
                - route:
                    id: sink-mine
                    group: sinks
                    precondition: "'{{sei.project}}' == 'Shop'"
                    from:
                      uri: direct:sink-mine
                      steps:
                        - to: nowhere:in-particular
                """);

        var ended = installation.run("once");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.errors().lines()).filteredOn(line -> line.contains("nowhere")).singleElement().asString()
                .startsWith("not started: route sink-mine: ");
        assertThat(ended.errors().lines()).noneMatch(line -> line.startsWith("\tat "));
        assertThat(sandbox.received()).isEmpty();
    }

    @Test
    void what_a_clock_has_found_before_it_failed_is_exported_all_the_same() throws Exception {
        installation.set("sei.shop.export.ba.window", Installation.windowToCome()).set("export.sprint.enabled", false);
        installation.routes().replace("export-ba", "              name: export-plan\n", """
                              name: export-plan
                        - filter:
                            id: ba-fail
                            expression:
                              simple:
                                expression: "'{{sei.project}}' == 'Web'"
                            steps:
                              - throwException:
                                  id: ba-failed
                                  exceptionType: java.lang.IllegalStateException
                                  message: nobody answers
                """);

        var ended = installation.run("once");

        assertThat(ended.output()).contains("\n1 delivered, 0 failed.");
        assertThat(ended.errors()).contains("web: ", "nobody answers");
        assertThat(ended.code()).isEqualTo(2);
    }

    @Test
    void the_same_project_under_two_names_is_refused() throws Exception {
        installation.set("sei.shop.project", "Web").set("sei.shop.org", "an-org");

        var ended = installation.run("once");

        assertThat(ended.errors()).startsWith("sei.shop.project = Web: this is the project Web of organization "
                + "an-org at " + sandbox.address() + ", which is also web");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(sandbox.received()).isEmpty();
    }

    @Test
    void what_one_project_has_delivered_stays_where_it_is_when_others_come() throws Exception {
        installation = Installation.in(directory).exportingFrom(sandbox.address()).only("ba", "team:1")
                .set("export.ba.window", "fixed:2026-01-01..2026-01-31");
        assertThat(installation.run("once").output()).contains("\n1 delivered, 0 failed.");

        installation.set("sei.projects", "web,shop").set("sei.shop.project", "Shop").set("export.ba.projects", "web");

        assertThat(installation.run("once").output()).startsWith("Nothing is owed.");
        assertThat(installation.run("history").output()).contains("web ", "ba/team-1/" + WINDOW);
        assertThat(installation.files("data")).contains("ba/team-1/" + WINDOW + ".csv").noneMatch(name ->
                name.startsWith("web/"));
        installation.set("export.new-sinks-owe", true);
        assertThat(installation.run("once").output()).contains("\n1 delivered, 0 failed.");
        assertThat(Files.readString(installation.path("data/web/ba/team-1/" + WINDOW + ".csv")))
                .isEqualTo(Files.readString(installation.path("data/ba/team-1/" + WINDOW + ".csv")));
    }

    @Test
    void all_of_them_run_until_one_signal_and_have_one_port() throws Exception {
        installation.set("export.ba.cron", "* * * * * ?").set("export.sprint.cron", "* * * * * ?")
                .set("camel.management.port", 0);
        try (var process = installation.program().environment("SEI_SHOP_API_KEY", "key-of-the-environment")
                .start("run")) {
            var port = process.awaitOutput("HttpServer started on 127\\.0\\.0\\.1:(\\d+)", Installation.LIMIT).group(1);
            await().atMost(Installation.LIMIT).untilAsserted(() -> assertThat(get(port, "metrics").lines())
                    .contains("sei_exports_delivered_total{domain=\"ba\",project=\"web\"} 1.0",
                            "sei_exports_delivered_total{domain=\"ba\",project=\"shop\"} 1.0",
                            "sei_exports_delivered_total{domain=\"sprint\",project=\"shop\"} 1.0",
                            "sei_ledger_writable{project=\"shop\"} 1.0"));
            await().atMost(Installation.LIMIT).untilAsserted(() -> assertThat(get(port, "health/ready"))
                    .startsWith("{\"status\":\"UP\",")
                    .contains("{\"name\":\"project-shop\",\"status\":\"UP\"}"));
            assertThat(signatures()).contains("other-org Shop ApiKey key-of-the-environment");

            process.signal("TERM");

            assertThat(process.waitFor(Installation.LIMIT)).isEqualTo(143);
            assertThat(process.errors()).contains("(sei-export-web) shutdown in", "(sei-export-shop) shutdown in");
            assertThat(Installation.complaints(process.errors())).isEmpty();
        }
    }

    private static String get(String port, String path) throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:" + port + "/observe/" + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    }
}
