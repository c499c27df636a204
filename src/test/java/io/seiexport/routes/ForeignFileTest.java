package io.seiexport.routes;

import static io.seiexport.support.RawServer.answer;
import static io.seiexport.support.RawServer.head;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.support.RawSei;
import io.seiexport.support.RawServer;
import io.seiexport.support.RawServer.Call;

/** A server that leads the download of one job to the file of another one. */
@Execution(ExecutionMode.CONCURRENT)
class ForeignFileTest extends RouteTest {
    private static final String PATH = "/v2/insights/ba/exports/";

    private final RawSei sei = new RawSei(1);

    @ParameterizedTest
    @ValueSource(strings = {"/v2/insights/ba/exports/exp_2/download", "/v2/insights/sprints/exports/exp_2/download",
        "/v2/insights/ba/exports/exp_2", "/v2/insights/ba/%65xports/exp%5F2/download",
        "/v2/insights/ba/Exports/exp_2/download",
        "/v2/insights/ba/exports/exp_1/../exp_2/download", "/v2/insights/ba//exports//exp_2/download",
        "/v2/insights/ba/exports;a=b/exp_2/download", "/v2/insights/ba/exports/EXP_1/download",
        "%s/v2/insights/ba/exports/exp_2/download", "/elsewhere/exports/exp_1/exports/exp_2/download"})
    void the_address_that_a_job_names_may_be_that_of_no_other_job(String address) throws Exception {
        try (var server = RawServer.start(call -> call.send(named(call, address)))) {
            assertRefused(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings =
        {"/v2/insights/ba/exports/exp_2/download", "../exp_2/download", "../../exports/exp_2/download",
        "%s/v2/insights/ba/exports/exp%%5F2/download"})
    void no_redirect_leads_to_another_job(String address) throws Exception {
        try (var server = RawServer.start(call -> call.send(redirected(call, address)))) {
            assertRefused(server);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/insights/sprints/exports/exp_1/download?a=b", "/v2/other/%65xports/exp%5F1/file",
        "/files/exp_2/download", "%s/v3/exports/exp_1", "/v2/insights/ba/exports/exp_2/../exp_1/download?x"})
    void any_spelling_of_the_job_of_its_own_is_followed(String address) throws Exception {
        try (var server = RawServer.start(call -> call.send(own(call, address)))) {
            assertThat(export(server, Map.of())).isNull();
            assertLanded();
        }
    }

    @Test
    void a_storage_names_its_files_as_it_likes() throws Exception {
        try (var storage = RawServer.start(call -> call.send(answer(200, "text/csv", RawSei.csv("1").getBytes(UTF_8))));
                var server = RawServer.start(call -> call.send(redirected(call,
                        storage.address() + "/bucket/exports/2026/file.csv?signature=1")))) {
            assertThat(export(server, Map.of("download.allowed-hosts", storage.address().getAuthority()))).isNull();
            assertLanded();
        }
    }

    private byte[] named(Call call, String address) {
        if (call.path().equals(PATH + "exp_1/download")) {
            return RawSei.json(404, "{}");
        }
        return call.path().equals(PATH + "exp_1")
                ? RawSei.json(200, "{\"status\":\"COMPLETED\",\"download\":{\"url\":\"" + here(call, address) + "\"}}")
                : fileOrAnswer(call, "2");
    }

    private byte[] own(Call call, String address) {
        return call.isDownload() && call.path().equals(PATH + "exp_1/download") && !call.target().contains("x")
                ? RawSei.json(404, "{}")
                : call.path().equals(PATH + "exp_1") ? named(call, address) : fileOrAnswer(call, "1");
    }

    private byte[] redirected(Call call, String address) {
        return call.path().equals(PATH + "exp_1/download")
                ? head("HTTP/1.1 302 Found", "Location: " + here(call, address), "Content-Length: 0")
                : fileOrAnswer(call, "2");
    }

    /** The file of that team for whatever is no call of the API for the job of its own. */
    private byte[] fileOrAnswer(Call call, String team) {
        return call.method().equals("GET") && !call.path().equals(PATH + "exp_1")
                ? answer(200, "text/csv", RawSei.csv(team).getBytes(UTF_8)) : sei.to(call);
    }

    private static String here(Call call, String address) {
        return address.contains("%s")
                ? address.formatted("http://" + call.head().replaceFirst("(?s).*\r\nHost: ([^\r]*)\r\n.*", "$1"))
                : address;
    }

    /** Why it failed, or null. */
    private Failure export(RawServer server, Map<String, String> more) throws Exception {
        var settings = new HashMap<>(more);
        settings.put("sei.base-url", server.address().toString());
        settings.put("export.ba.scopes", "team:1");
        settings.put("retry.max-attempts", "1");
        start(settings);
        ring("ba");
        return ends.await().failed().values().stream().findFirst().orElse(null);
    }

    private void assertRefused(RawServer server) throws Exception {
        var failure = export(server, Map.of());

        assertThat(failure.reason()).isEqualTo(Reason.FOREIGN_JOB);
        assertThat(failure.sentence()).contains("exp_1", "another job");
        assertThat(server.calls()).filteredOn(call -> call.method().equals("GET")).extracting(Call::path)
                .containsOnly(PATH + "exp_1", PATH + "exp_1/download");
        assertThat(filesIn(data())).isEmpty();
    }

    private void assertLanded() throws IOException {
        assertThat(filesIn(data())).filteredOn(file -> file.endsWith(".csv")).singleElement()
                .satisfies(file -> assertThat(Files.readString(data().resolve(file))).isEqualTo(RawSei.csv("1")));
    }
}
