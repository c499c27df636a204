package io.seiexport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The people of the sandbox: a CSV of all where one is accepted, else pages of JSON. */
class PeopleTest {
    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(0, Options.immediate());
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static HttpResponse<String> call(String method, String path, String query, String accept, String body)
            throws Exception {
        var address = URI.create(sandbox.address() + path + "?projectIdentifier=p&orgIdentifier=o" + query);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).header("x-api-key", "any")
                .header("Accept", accept).method(method, BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path, String query, String accept) throws Exception {
        return call("GET", path, query, accept, "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "/v2/developers            | developerRefId,name,email,manager_email,department | 6",
        "/v2/developers/identities | email,integrationId,identity                       | 10"})
    void all_of_them_are_a_csv_where_one_is_accepted(String path, String header, int lines) throws Exception {
        var answer = get(path, "", "text/csv");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv");
        assertThat(answer.body()).startsWith(header + "\n").hasLineCount(lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "*/*"})
    void without_it_they_come_as_pages_of_json(String accept) throws Exception {
        var answer = get("/v2/developers", "&pageIndex=1&pageSize=2", accept);

        var page = JsonMapper.builder().build().readTree(answer.body());
        assertThat(page.path("totalCount").asInt()).isEqualTo(5);
        assertThat(page.path("records")).hasSize(2);
        assertThat(page.path("records").path(0).path("email").asText()).isEqualTo("zoe@example.com");
    }

    @Test
    void no_other_form_is_known() throws Exception {
        assertThat(get("/v2/developers", "", "application/xml").statusCode()).isEqualTo(406);
    }

    @Test
    void they_can_be_searched() throws Exception {
        assertThat(get("/v2/developers", "&searchKey=department&searchValue=data", "text/csv").body()).hasLineCount(2);
        assertThat(get("/v2/developers/identities", "&emails=ada@example.com,wei@example.com", "text/csv").body())
                .hasLineCount(5);
    }

    @Test
    void what_is_not_documented_is_refused() throws Exception {
        assertThat(get("/v2/developers", "&page=1", "text/csv")).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("Unrecognized request parameter: page");
        });
        assertThat(call("POST", "/v2/developers", "", "text/csv", "{}").statusCode()).isEqualTo(405);
        assertThat(call("GET", "/v2/developers", "", "text/csv", "{}").body()).contains("This call has no body");
    }
}
