package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import io.seiexport.support.CamelWith;
import org.apache.camel.Exchange;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeiApiTest {
    private static final String KEY = "pat.abc-123_XYZ=";

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "sei.base-url", "prod1", "sei.api-key", KEY, "sei.auth", "authorization",
            "sei.project", "Metrics", "sei.org", "Acme", "sei.allow-plain-http", "false",
            "sei.max-requests-per-minute", "400", "sei.reuse-window", "30m"));

    @TempDir
    private Path folder;

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
        settings.put("sei.base-url", setting);

        assertThat(api().address()).isEqualTo(address);
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
        assertThatThrownBy(() -> with("sei.base-url", setting).address()).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("sei.base-url = " + setting + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://sei.example.com/api?accountId=1", "https://sei.example.com/api#top",
        "https://user:secret@sei.example.com/api"})
    void an_address_holds_no_parameters_anchors_or_users(String setting) {
        assertThatThrownBy(() -> with("sei.base-url", setting).address()).isInstanceOf(SettingException.class)
                .hasMessage("sei.base-url: leave out what is before @ and after ? or #");
    }

    @Test
    void what_no_address_can_hold_is_said() {
        assertThatThrownBy(() -> with("sei.base-url", "https://app harness io").address())
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("sei.base-url = https://app harness io: this is not an address: ");
    }

    @Test
    void an_address_must_be_given() {
        assertThatThrownBy(() -> with("sei.base-url", " ").address()).isInstanceOf(SettingException.class)
                .hasMessage("sei.base-url is missing: use sandbox, prod1, prod2, eu or the address of your cluster");
    }

    @Test
    void sandbox_is_the_simulator_that_runs_along() {
        settings.put("sei.base-url", "sandbox");
        var api = api();
        api.getCamelContext().getRegistry().bind(Settings.SANDBOX, URI.create("http://127.0.0.1:4711"));

        assertThat(api.address()).isEqualTo("http://127.0.0.1:4711");
    }

    @Test
    void sandbox_is_refused_where_no_simulator_runs_along() {
        assertRefused("sandbox", "the simulator is not embedded here; start it with the command sandbox and set its "
                + "address");
    }

    @ParameterizedTest
    @CsvSource({
        "authorization, Authorization, ApiKey pat.abc-123_XYZ=",
        "Authorization, Authorization, ApiKey pat.abc-123_XYZ=",
        "sei-api-key,   SEI_API_KEY,   pat.abc-123_XYZ=",
        "x-api-key,     x-api-key,     pat.abc-123_XYZ="})
    void a_call_is_signed_in_one_of_three_forms(String form, String header, String value) throws Exception {
        settings.put("sei.auth", form);
        var api = api();
        var exchange = call(api, "/v2/insights/ba/exports");

        api.call(exchange);

        assertThat(exchange.getMessage().getHeaders()).containsEntry(header, value)
                .containsEntry(Exchange.HTTP_URI, "https://app.harness.io/prod1/sei/api/v2/insights/ba/exports")
                .containsEntry(Exchange.HTTP_RAW_QUERY, "projectIdentifier=Metrics&orgIdentifier=Acme")
                .containsEntry(Exchange.HTTP_METHOD, "GET").hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bearer", "api-key"})
    void another_form_is_refused(String form) {
        assertThatThrownBy(() -> with("sei.auth", form).credential()).isInstanceOf(SettingException.class)
                .hasMessage("sei.auth = " + form + ": use authorization, sei-api-key or x-api-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my secret", "my\tsecret", "my\nsecret", "my\u00a0secret", "secr\u00e9t", "sec\u0000ret",
        "secret\u007f"})
    void a_key_that_no_header_can_carry_is_refused_without_being_shown(String key) {
        assertThatThrownBy(() -> with("sei.api-key", key).credential()).isInstanceOf(SettingException.class)
                .hasMessage("sei.api-key contains a blank or a character that an HTTP header cannot carry");
    }

    @Test
    void blanks_around_a_key_do_no_harm() {
        assertThat(with("sei.api-key", " " + KEY + "\n").credential().getValue()).isEqualTo("ApiKey " + KEY);
    }

    @Test
    void a_missing_key_is_asked_for() {
        assertThatThrownBy(() -> with("sei.api-key", "").credential()).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("sei.api-key is missing: ");
    }

    @Test
    void every_call_carries_project_and_organization() {
        assertThat(api().query()).isEqualTo("projectIdentifier=Metrics&orgIdentifier=Acme");
    }

    @Test
    void what_a_query_cannot_hold_is_encoded() {
        settings.put("sei.project", "R&D =Z\u00fcrich+1/2");
        settings.put("sei.org", "50%#?");

        assertThat(api().query())
                .isEqualTo("projectIdentifier=R%26D%20%3DZ%C3%BCrich%2B1%2F2&orgIdentifier=50%25%23%3F");
    }

    @Test
    void the_key_is_blotted_out_wherever_a_server_repeats_it() {
        var api = api();
        api.credential();

        assertThat(api.withoutKey("bad key " + KEY + ", really " + KEY)).isEqualTo("bad key ***, really ***");
        assertThat(api.withoutKey("all is well")).isEqualTo("all is well");
        assertThat(api.withoutKey(null)).isNull();
    }

    @Test
    void a_key_that_was_cut_where_a_quotation_ends_is_blotted_out_too() {
        var beginning = KEY.substring(0, KEY.length() - 1);

        var api = api();
        api.credential();

        assertThat(api.withoutKey("bad key " + beginning + "…; check it")).isEqualTo("bad key ***…; check it");
    }

    @Test
    void without_a_key_nothing_is_blotted_out() {
        assertThat(with("sei.api-key", "").withoutKey("all is well")).isEqualTo("all is well");
    }

    private void assertRefused(String setting, String sentence) {
        assertThatThrownBy(() -> with("sei.base-url", setting).address()).isInstanceOf(SettingException.class)
                .hasMessage("sei.base-url = " + setting + ": " + sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://sei.example.com/sei/api", "http://10.0.0.1", "http://localhost.example.com"})
    void the_key_goes_nowhere_unencrypted_unless_a_setting_allows_it(String setting) {
        assertRefused(setting, "the key would be sent unencrypted; use https, or allow it with "
                + "sei.allow-plain-http=true");

        settings.put("sei.allow-plain-http", "true");
        assertThat(api().address()).isEqualTo(setting);
    }

    @Test
    void a_key_may_stand_in_a_file() throws Exception {
        Files.writeString(folder.resolve("key"), "from-a-file\n");

        assertThat(with("sei.api-key", "file:" + folder.resolve("key")).credential().getValue())
                .isEqualTo("ApiKey from-a-file");
    }

    @Test
    void a_key_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> with("sei.api-key", "file:" + folder.resolve("key")).credential())
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("sei.api-key: the file that it names cannot be read: ")
                .hasMessageContaining(folder.resolve("key").toString());
    }

    @Test
    void a_key_may_come_from_a_vault_which_is_asked_once() throws Exception {
        var asked = new AtomicInteger();
        var api = with("sei.api-key", "{{vault:sei}}");
        api.getCamelContext().getPropertiesComponent().addPropertiesFunction(new Vault(asked));

        for (var i = 0; i < 5; i++) {
            var call = call(api, "/x");
            api.call(call);
            assertThat(call.getMessage().getHeader("Authorization")).isEqualTo("ApiKey sei-1");
        }

        assertThat(api.hasNewKey(call(api, "/x"))).isFalse();
        assertThat(asked).hasValue(2);
    }

    /** As the vaults of Camel are: a function of placeholders. */
    private record Vault(AtomicInteger asked) implements PropertiesFunction {
        @Override
        public String getName() {
            return "vault";
        }

        @Override
        public String apply(String name) {
            return name + "-" + asked.incrementAndGet();
        }
    }

    @Test
    void the_source_of_the_key_is_read_again_only_after_a_refusal() throws Exception {
        var file = Files.writeString(folder.resolve("key"), "old");
        var api = with("sei.api-key", "file:" + file);
        var refused = call(api, "/x");
        api.call(refused);
        assertThat(api.hasNewKey(refused)).isFalse();
        Files.writeString(file, "new");
        var later = call(api, "/x");
        api.call(later);
        assertThat(later.getMessage().getHeader("Authorization")).isEqualTo("ApiKey old");

        assertThat(api.hasNewKey(later)).isTrue();

        api.call(later);
        assertThat(later.getMessage().getHeader("Authorization")).isEqualTo("ApiKey new");
        assertThat(api.hasNewKey(later)).isFalse();
        assertThat(api.withoutKey("old and new")).isEqualTo("*** and ***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.harness.io/prod1/sei/api/x", "https://APP.harness.io:443/y?z=1"})
    void the_key_goes_to_the_server_of_the_base_url(String address) throws Exception {
        var api = api();
        var call = call(api, address);

        api.download(call);

        assertThat(call.getMessage().getHeader("Authorization")).isEqualTo("ApiKey " + KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://store.example.com/f?sig=a%2Fb", "https://store.example.com:8443/f?sig=a%2Fb",
        "https://STORE.example.com/f?sig=a%2Fb"})
    void a_download_may_come_from_an_allowed_host_which_is_shown_no_key(String address) throws Exception {
        var api = with("download.allowed-hosts", "other.example.com, Store.example.com");
        var call = call(api, address);

        api.download(call);

        assertThat(call.getMessage().getHeaders()).containsOnlyKeys(Exchange.HTTP_METHOD, Exchange.HTTP_URI,
                Exchange.HTTP_RAW_QUERY).containsEntry(Exchange.HTTP_RAW_QUERY, "sig=a%2Fb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://store.example.com/f", "https://app.harness.io:8443/f", "https://harness.io/f",
        "https://app.harness.io.example.com/f", "https://store.example.com@evil.example.com/f"})
    void another_server_is_refused_unless_it_is_allowed(String address) {
        var api = with("download.allowed-hosts", "other.example.com,store.example.com:8443");

        assertThatThrownBy(() -> api.download(call(api, address)))
                .isInstanceOfSatisfying(ExportFailed.class, e -> assertThat(e.reason()).isEqualTo(Reason.FOREIGN_HOST));
    }

    @Test
    void what_is_no_download_comes_from_no_other_server_at_all() {
        var api = with("download.allowed-hosts", "store.example.com");

        assertThatThrownBy(() -> api.call(call(api, "https://store.example.com/f"))).isInstanceOf(ExportFailed.class)
                .hasMessageContaining("the key is not sent there");
    }

    @Test
    void an_allowed_host_that_would_send_the_file_unencrypted_is_refused() {
        var api = with("download.allowed-hosts", "store.example.com");

        assertThatThrownBy(() -> api.download(call(api, "http://store.example.com/f")))
                .isInstanceOf(ExportFailed.class).hasMessageContaining("sei.allow-plain-http=true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://store.example.com", "store.example.com/x", "*"})
    void what_is_no_host_is_refused(String host) {
        assertThatThrownBy(() -> with("download.allowed-hosts", host).checkLimits())
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("download.allowed-hosts = " + host + ": use host or host:port");
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
        assertThat(with("sei.base-url", one).account().ledgerName()).isEqualTo(with("sei.base-url", other).account().ledgerName());
        assertThat(with("sei.base-url", one).account()).isEqualTo(with("sei.base-url", other).account());
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
        assertThat(with("sei.base-url", one).account().ledgerName()).isNotEqualTo(with("sei.base-url", other).account().ledgerName());
    }

    @Test
    void what_lands_states_the_address_that_an_alias_stands_for() {
        assertThat(with("sei.base-url", "Prod1").account())
                .isEqualTo(new Account("https://app.harness.io/prod1/sei/api", "Acme", "Metrics"))
                .hasToString("project Metrics of organization Acme at https://app.harness.io/prod1/sei/api");
    }

    @Test
    void the_embedded_simulator_is_the_same_on_any_port() {
        settings.put("sei.base-url", "sandbox");
        var api = api();
        api.getCamelContext().getRegistry().bind(Settings.SANDBOX, URI.create("http://127.0.0.1:4711"));

        assertThat(api.account().server()).isEqualTo("sandbox");
    }

    @Test
    void no_user_and_no_parameter_of_an_address_is_stated() {
        assertThat(with("sei.base-url", "https://robot:swordfish@sei.acme.com/api?key=swordfish").account().server())
                .isEqualTo("https://sei.acme.com/api");
    }

    private static Exchange call(SeiApi api, String path) {
        var exchange = new DefaultExchange(api.getCamelContext());
        ApiCall.get(path).keep(exchange);
        return exchange;
    }

    private SeiApi with(String key, String value) {
        settings.put(key, value);
        return api();
    }

    private SeiApi api() {
        var api = new SeiApi();
        api.setCamelContext(CamelWith.settings(settings));
        return api;
    }
}
