package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;

import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import io.seiexport.support.SettingsOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "prod1,                                     https://app.harness.io/prod1/sei/api",
        "PROD2,                                     https://app.harness.io/gratis/sei/api",
        "Eu,                                        https://accounts.eu.harness.io/sei/api",
        "https://app.harness.io/prod1/sei/api,      https://app.harness.io/prod1/sei/api",
        "https://app.harness.io/prod1/sei/api/,     https://app.harness.io/prod1/sei/api",
        "https://app.harness.io/gateway/sei/api///, https://app.harness.io/gateway/sei/api",
        "https://app3.harness.io/sei/api,           https://app3.harness.io/sei/api",
        "http://127.0.0.1:8080,                     http://127.0.0.1:8080",
        "http://localhost:8080/,                    http://localhost:8080",
        "https://sei.example.com/base/,             https://sei.example.com/base",
        "https://notharness.io,                     https://notharness.io"})
    void the_address_is_a_cluster_or_any_url_without_the_slashes_at_its_end(String setting, String address) {
        assertThat(baseUrl(setting).address()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.harness.io", "https://app.harness.io/", "https://accounts.eu.harness.io",
        "https://app.harness.io/prod1", "https://APP.harness.io/prod1/sei/api/v2", "https://harness.io",
        "https://app.harness.io/ng/account/abc/module/sei"})
    void an_address_of_harness_that_is_not_the_api_is_refused_with_a_hint(String setting) {
        assertRefused(setting, "the address of a Harness cluster ends with /sei/api; prod1, prod2 and eu stand for "
                + "the known ones");
    }

    @Test
    void the_key_goes_to_harness_only_over_https() {
        assertRefused("http://app.harness.io/prod1/sei/api",
                "the key would be sent unencrypted; a Harness cluster is reached over https");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://app.harness.io/prod1/sei/api", "app.harness.io/prod1/sei/api", "prod9", "Sandbox",
        "https:///sei/api", "file:/tmp", "localhost:8080", "https://"})
    void what_is_no_http_address_is_refused_with_what_may_be_set(String setting) {
        assertThatThrownBy(() -> baseUrl(setting)).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("sei.base-url = " + setting + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://sei.example.com/api?accountId=1", "https://sei.example.com/api#top",
        "https://user:secret@sei.example.com/api"})
    void an_address_holds_no_parameters_anchors_or_users(String setting) {
        assertThatThrownBy(() -> baseUrl(setting)).isInstanceOf(SettingException.class)
                .hasMessage("sei.base-url: leave out what is before @ and after ? or #");
    }

    @Test
    void what_no_address_can_hold_is_said() {
        assertThatThrownBy(() -> baseUrl("https://app harness io"))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("sei.base-url = https://app harness io: this is not an address: ");
    }

    @Test
    void an_address_must_be_given() {
        assertThatThrownBy(() -> baseUrl(" ")).isInstanceOf(SettingException.class)
                .hasMessage("sei.base-url is missing: use sandbox, prod1, prod2, eu or the address of your cluster");
    }

    @Test
    void sandbox_is_the_simulator_that_runs_along() {
        var simulator = URI.create("http://127.0.0.1:4711");

        assertThat(BaseUrl.of(settings("sandbox"), new PlainHttp(false), simulator).address())
                .isEqualTo("http://127.0.0.1:4711");
    }

    @Test
    void sandbox_is_refused_where_no_simulator_runs_along() {
        assertRefused("sandbox", "the simulator is not embedded here; start it with the command sandbox and set its "
                + "address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://sei.example.com/sei/api", "http://10.0.0.1", "http://localhost.example.com"})
    void the_key_goes_nowhere_unencrypted_unless_a_setting_allows_it(String setting) {
        assertRefused(setting, "the key would be sent unencrypted; use https, or allow it with "
                + "sei.allow-plain-http=true");

        assertThat(BaseUrl.of(settings(setting), new PlainHttp(true), null).address()).isEqualTo(setting);
    }

    @Test
    void to_an_address_that_cannot_be_used_nothing_can_be_sent() {
        var findings = SettingsOf.orDefaults(Map.of("sei.base-url", "https://app.harness.io"));

        assertThat(BaseUrl.read(findings, new PlainHttp(false), null).address()).isEqualTo("sandbox");
        assertThat(findings.sentences()).singleElement().asString()
                .startsWith("sei.base-url = https://app.harness.io: the address of a Harness cluster ends with");
    }

    private static void assertRefused(String setting, String sentence) {
        assertThatThrownBy(() -> baseUrl(setting)).isInstanceOf(SettingException.class)
                .hasMessage("sei.base-url = " + setting + ": " + sentence);
    }

    private static BaseUrl baseUrl(String setting) {
        return BaseUrl.of(settings(setting), new PlainHttp(false), null);
    }

    private static Settings settings(String baseUrl) {
        return SettingsOf.values(Map.of("sei.base-url", baseUrl));
    }
}
