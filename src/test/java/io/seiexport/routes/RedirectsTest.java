package io.seiexport.routes;

import static io.seiexport.sandbox.Call.CREATE;
import static io.seiexport.sandbox.Call.DOWNLOAD;
import static io.seiexport.sandbox.Call.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.sandbox.Call;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.ReceivedCall;
import io.seiexport.support.LogLines;

/** The key goes to the server of sei.base-url and nowhere else, wherever an answer points. */
class RedirectsTest extends RouteTest {
    private static final String KEY = "key-of-the-tests";

    private final List<Seen> elsewhere = new CopyOnWriteArrayList<>();
    private HttpServer foreign;

    /** What the foreign server got to see. */
    private record Seen(String address, Headers headers) {
    }

    @BeforeEach
    void foreignServer() throws Exception {
        foreign = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        foreign.createContext("/", call -> {
            elsewhere.add(new Seen(call.getRequestURI().toString(), call.getRequestHeaders()));
            var csv = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(200, csv.length);
            call.getResponseBody().write(csv);
            call.close();
        });
        foreign.start();
    }

    @AfterEach
    void stopForeignServer() {
        foreign.stop(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_call_that_reads_is_led_on_within_the_server_with_its_key(int code) throws Exception {
        start(one());
        redirectWithin(STATUS, code);
        redirectWithin(DOWNLOAD, code);

        export();

        assertThat(sandbox().received()).allSatisfy(call -> assertThat(key(call)).isEqualTo("ApiKey " + KEY));
        assertThat(ends.failedAttempts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void a_request_is_led_on_where_it_stays_the_same(int code) throws Exception {
        start(one());
        redirectWithin(CREATE, code);

        export();

        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(2);
        assertThat(requests()).hasSize(2).containsOnly(requests().get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303})
    void a_request_is_not_led_on_where_it_would_become_another_call(int code) throws Exception {
        start(one());
        redirectWithin(CREATE, code);

        assertThat(failure().reason()).isEqualTo(Reason.REDIRECT);
        assertThat(sandbox().count(CREATE, "ba")).isEqualTo(1);
    }

    @Test
    void a_server_may_lead_on_five_times() throws Exception {
        start(one());
        sandbox().faults().next(STATUS, leadingTo(302, "?projectIdentifier=Metrics&orgIdentifier=Acme")).times(5);

        export();
    }

    @Test
    void a_server_that_leads_on_for_ever_fails_the_export() throws Exception {
        start(one());
        sandbox().faults().next(STATUS, leadingTo(302, "?turn=round")).forEver();

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.REDIRECT);
        assertThat(failure.sentence()).contains("a redirect to the same place").doesNotContain("turn=round");
        assertThat(sandbox().count(STATUS, "ba")).isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "STATUS", "DOWNLOAD"})
    void no_call_is_led_to_another_server(Call call) throws Exception {
        start(one());
        sandbox().faults().next(call, leadingTo(307, address("/x?signature=secret"))).forEver();

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.FOREIGN_HOST);
        assertThat(failure.sentence()).doesNotContain("secret");
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void a_download_is_led_to_an_allowed_server_which_is_shown_no_key() throws Exception {
        start(one("download.allowed-hosts", "127.0.0.1:" + foreign.getAddress().getPort()));
        sandbox().faults().next(DOWNLOAD, leadingTo(302, address("/bucket/a%2Fb.csv?X-Sig=a%2Fb%2Bc%3D&y=%7E+z")));

        export();

        assertThat(elsewhere).singleElement().satisfies(call -> {
            assertThat(call.address).isEqualTo("/bucket/a%2Fb.csv?X-Sig=a%2Fb%2Bc%3D&y=%7E+z");
            assertThat(call.headers.values()).noneMatch(value -> value.toString().contains(KEY));
            assertThat(call.headers.keySet()).noneMatch(name -> name.toLowerCase().contains("auth"));
        });
        assertThat(data().resolve("ba/team-1/weekly/2026-04-01_2026-04-30.csv")).hasContent("a,b\n1,2\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "STATUS"})
    void only_a_download_is_led_to_an_allowed_server(Call call) throws Exception {
        start(one("download.allowed-hosts", "127.0.0.1:" + foreign.getAddress().getPort()));
        sandbox().faults().next(call, leadingTo(307, address("/x"))).forEver();

        assertThat(failure().reason()).isEqualTo(Reason.FOREIGN_HOST);
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void a_download_that_the_server_names_elsewhere_is_fetched_without_the_key_if_allowed() throws Exception {
        start(one("download.allowed-hosts", "127.0.0.1"));
        sandbox().faults().next(STATUS, completedAt(address("/signed?s=1"))).forEver();
        sandbox().faults().next(DOWNLOAD, Fault.notFound()).forEver();

        export();

        assertThat(elsewhere).singleElement().satisfies(call ->
                assertThat(call.headers.values()).noneMatch(value -> value.toString().contains(KEY)));
    }

    @Test
    void a_download_that_the_server_names_elsewhere_is_refused_with_the_setting_that_would_allow_it() throws Exception {
        start(one());
        sandbox().faults().next(STATUS, completedAt(address("/signed?s=1"))).forEver();
        sandbox().faults().next(DOWNLOAD, Fault.notFound()).forEver();

        var failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.FOREIGN_HOST);
        assertThat(failure.sentence()).contains("add 127.0.0.1 to download.allowed-hosts").doesNotContain("s=1");
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void the_signature_in_the_address_of_a_download_is_in_no_line_of_the_log() throws Exception {
        foreign.createContext("/busy", call -> {
            call.sendResponseHeaders(503, -1);
            call.close();
        });
        start(one("download.allowed-hosts", "127.0.0.1"));
        sandbox().faults().next(STATUS, completedAt(address("/busy?signature=of-this-address"))).forEver();
        sandbox().faults().next(DOWNLOAD, Fault.notFound()).forEver();

        try (var log = LogLines.of("io.seiexport")) {
            assertThat(failure().reason()).isEqualTo(Reason.SERVER_ERROR);
            assertThat(log.lines()).anyMatch(line -> line.contains("answered 503"))
                    .noneMatch(line -> line.contains("of-this-address"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://files.example/File of June.csv?s=secret", "https://under_score/f?s=secret",
            "https:///f?s=secret", "/v2/a b?s=secret"})
    void an_address_that_nobody_can_call_is_not_tried(String address) throws Exception {
        start(one("download.allowed-hosts", "files.example"));
        sandbox().faults().next(STATUS, completedAt(address)).forEver();
        sandbox().faults().next(DOWNLOAD, Fault.notFound());

        export();

        assertThat(elsewhere).isEmpty();
        assertThat(ends.postponed()).isEmpty();
    }

    @Test
    void the_query_of_a_path_that_the_server_names_is_kept() throws Exception {
        start(one());
        sandbox().faults().next(STATUS, completedAt("/v2/insights/business/exp_1/download?token=t%2F1"));
        sandbox().faults().next(DOWNLOAD, Fault.notFound());

        ring("ba");
        ends.await();

        assertThat(sandbox().received()).filteredOn(call -> call.path().contains("business"))
                .isNotEmpty().allSatisfy(call -> assertThat(call.query())
                        .containsEntry("token", "t/1").containsEntry("projectIdentifier", "Metrics"));
    }

    @Test
    void a_file_that_is_not_there_yet_is_asked_for_again_before_another_server_is_blamed() throws Exception {
        start(one());
        sandbox().faults().next(STATUS, completedAt(address("/signed?s=1"))).forEver();
        sandbox().faults().next(DOWNLOAD, Fault.notFound());

        export();

        assertThat(elsewhere).isEmpty();
    }

    @Test
    void a_retry_after_a_redirect_begins_at_the_api_again() throws Exception {
        start(one());
        sandbox().faults().next(STATUS, leadingTo(302, "?projectIdentifier=Metrics&orgIdentifier=Acme&led=on"));
        sandbox().faults().next(STATUS, Fault.answer(503, "{}"));

        export();

        assertThat(ends.failedAttempts()).extracting(Failure::reason).containsExactly(Reason.SERVER_ERROR);
        assertThat(sandbox().received().stream().filter(call -> call.query().containsKey("led"))).hasSize(1);
    }

    private Map<String, String> one(String... more) {
        return more.length == 0 ? Map.of("export.ba.scopes", "team:1")
                : Map.of("export.ba.scopes", "team:1", more[0], more[1]);
    }

    private static Fault completedAt(String url) {
        return Fault.answer(200, "{\"status\":\"COMPLETED\",\"downloadUrl\":\"" + url + "\"}");
    }

    private void redirectWithin(Call call, int code) {
        sandbox().faults().next(call, leadingTo(code, "?projectIdentifier=Metrics&orgIdentifier=Acme&again=1"));
    }

    private static Fault leadingTo(int code, String location) {
        return Fault.answer(code, "{}").header("Location", location);
    }

    private String address(String path) {
        return "http://127.0.0.1:" + foreign.getAddress().getPort() + path;
    }

    private static String key(ReceivedCall call) {
        return call.headers().getOrDefault("Authorization", "");
    }

    private void export() throws Exception {
        ring("ba");
        assertThat(ends.await().failed()).isEmpty();
    }

    private Failure failure() throws Exception {
        ring("ba");
        return ends.await().failed().values().iterator().next();
    }
}
