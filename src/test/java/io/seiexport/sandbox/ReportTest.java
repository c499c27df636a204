package io.seiexport.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The legacy report of the sandbox: strict about what it is asked, and answered at once. */
class ReportTest {
    private static final String BODY = "{'collectionId': '123', 'teamRefId': 123, 'dateStart': '2026-01-01', "
            + "'dateEnd': '2026-01-31', 'granularity': 'weekly', 'efficiency': {'metrics': ['OVERALL_DORA']}}";
    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start(0, Options.immediate());
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    private static HttpResponse<String> post(String query, String body) throws Exception {
        var address = URI.create(sandbox.address() + "/v2/insights/teams/reports?projectIdentifier=p&orgIdentifier=o"
                + query);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).header("x-api-key", "any")
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.replace('\'', '"')))
                .build(), BodyHandlers.ofString());
    }

    @Test
    void it_is_a_csv_with_a_row_for_the_team_and_a_column_for_each_metric_and_rating() throws Exception {
        var answer = post("&format=csv", BODY.replace("'efficiency'", "'includeRatings': true, 'efficiency'")
                .replace("OVERALL_DORA'", "LEAD_TIME_FOR_CHANGES', 'DEPLOYMENT_FREQUENCY'"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv");
        assertThat(answer.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"report.csv\"");
        assertThat(answer.body()).startsWith("Collection Name,Lead Time for Changes (mean),Lead Time for Changes "
                + "Rating,Deployment Frequency,Deployment Frequency Rating\n").hasLineCount(2);
    }

    @Test
    void an_empty_list_of_metrics_stands_for_all_of_them() throws Exception {
        assertThat(post("", BODY.replace("['OVERALL_DORA']", "[]")).body().lines().findFirst().orElse(""))
                .contains("Overall Dora").contains("Change Failure Rate");
    }

    @Test
    void the_team_0_has_no_rows_and_so_no_bytes() throws Exception {
        var answer = post("", BODY.replace("123", "0"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/csv");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "'teamRefId': 123   | 'teamRefId': '123'        | teamRefId must be a number",
        "'teamRefId': 123   | 'teamRefId': 124          | teamRefId and collectionId must be the same",
        "'collectionId': '123', | ''                    | collectionId is required",
        "'weekly'           | 'quarterly'               | \"Invalid value for granularity: quarterly (one of daily, "
                + "weekly, monthly)\"",
        "'granularity'      | 'options': {}, 'granularity' | Unrecognized field: options",
        "OVERALL_DORA       | PR_VELOCITY               | \"Invalid value for efficiency.metrics: PR_VELOCITY (one of "
                + "LEAD_TIME_FOR_CHANGES, DEPLOYMENT_FREQUENCY, CHANGE_FAILURE_RATE, MEAN_TIME_TO_RESTORE, "
                + "OVERALL_DORA)\"",
        "2026-01-31         | 2025-01-31                | Invalid date range: start date must be before end date",
        "'efficiency'       | 'includeRatings': 'yes', 'efficiency' | includeRatings must be a boolean"})
    void what_the_documents_do_not_know_is_refused(String part, String other, String sentence) throws Exception {
        var answer = post("", BODY.replace(part, other.equals("''") ? "" : other));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(sentence);
    }

    @Test
    void another_format_is_refused() throws Exception {
        assertThat(post("&format=json", BODY).body()).contains("Invalid value for format: json (one of csv)");
    }
}
