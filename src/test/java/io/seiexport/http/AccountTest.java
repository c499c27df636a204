package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;

import io.seiexport.support.SettingsOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTest {

    @Test
    void every_call_carries_project_and_organization() {
        assertThat(account("prod1").query()).isEqualTo("projectIdentifier=Metrics&orgIdentifier=Acme");
    }

    @Test
    void what_a_query_cannot_hold_is_encoded() {
        var account = new Account("sandbox", "50%#?", "R&D =Z\u00fcrich+1/2");

        assertThat(account.query())
                .isEqualTo("projectIdentifier=R%26D%20%3DZ%C3%BCrich%2B1%2F2&orgIdentifier=50%25%23%3F");
    }

    @ParameterizedTest
    @CsvSource({
        "prod1,                      https://app.harness.io/prod1/sei/api",
        "PROD2,                      https://app.harness.io/gratis/sei/api/",
        "eu,                         HTTPS://Accounts.EU.harness.io/sei/api",
        "https://sei.acme.com,       https://SEI.acme.com:443//",
        "http://127.0.0.1/sei/api,   http://127.0.0.1:80/sei/api/",
        "https://sei.acme.com:8443,  https://SEI.acme.com:8443/"})
    void a_server_is_the_same_however_its_address_is_written(String one, String other) {
        assertThat(account(one).ledgerName()).isEqualTo(account(other).ledgerName());
        assertThat(account(one)).isEqualTo(account(other));
    }

    @ParameterizedTest
    @CsvSource({
        "prod1,                      prod2",
        "https://sei.acme.com/a,     https://sei.acme.com/A",
        "https://sei.acme.com,       http://sei.acme.com",
        "https://sei.acme.com:443,   http://sei.acme.com:443",
        "https://sei.acme.com,       https://sei.acme.com:80",
        "https://sei.acme.com,       https://sei.acme.com/sei/api"})
    void other_servers_are_others(String one, String other) {
        assertThat(account(one).ledgerName()).isNotEqualTo(account(other).ledgerName());
    }

    @Test
    void what_lands_states_the_address_that_an_alias_stands_for() {
        assertThat(account("Prod1"))
                .isEqualTo(new Account("https://app.harness.io/prod1/sei/api", "Acme", "Metrics"))
                .hasToString("project Metrics of organization Acme at https://app.harness.io/prod1/sei/api");
    }

    @Test
    void the_embedded_simulator_is_the_same_on_any_port() {
        assertThat(account("sandbox").server()).isEqualTo("sandbox");
    }

    @Test
    void no_user_and_no_parameter_of_an_address_is_stated() {
        assertThat(account("https://robot:swordfish@sei.acme.com/api?key=swordfish").server())
                .isEqualTo("https://sei.acme.com/api");
    }

    @ParameterizedTest
    @CsvSource({"226, true", "227, false"})
    void a_name_that_the_ledger_cannot_hold_is_refused(int length, boolean holds) {
        var project = "p".repeat(length);

        var findings = SettingsOf.orDefaults(
                Map.of("sei.base-url", "prod1", "sei.project", project, "sei.org", "Acme"));
        findings.read(Account::of);

        assertThat(findings.sentences())
                .isEqualTo(holds ? Set.of() : Set.of("sei.base-url, sei.project and sei.org have "
                + "301 characters together when written in an address; the ledger stores at most 300"));
    }

    private static Account account(String baseUrl) {
        return Account.of(SettingsOf.values(
                Map.of("sei.base-url", baseUrl, "sei.project", "Metrics", "sei.org", "Acme")));
    }
}
