package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.support.SettingsOf;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeiApiTest {
    private static final String KEY = "pat.abc-123_XYZ=";

    @Test
    void a_call_is_addressed_below_the_base_url_and_signed() throws Exception {
        var api = allowing("");
        var exchange = call("/v2/insights/ba/exports");

        api.call(exchange);

        assertThat(exchange.getMessage().getHeaders()).containsEntry("Authorization", "ApiKey " + KEY)
                .containsEntry(Exchange.HTTP_URI, "https://app.harness.io/prod1/sei/api/v2/insights/ba/exports")
                .containsEntry(Exchange.HTTP_RAW_QUERY, "projectIdentifier=Metrics&orgIdentifier=Acme")
                .containsEntry(Exchange.CONTENT_TYPE, "application/json")
                .containsEntry("Accept", "application/json")
                .containsEntry(Exchange.HTTP_METHOD, HttpMethods.GET).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.harness.io/prod1/sei/api/x", "https://APP.harness.io:443/y?z=1"})
    void the_key_goes_to_the_server_of_the_base_url(String address) throws Exception {
        var api = allowing("");
        var call = call(address);

        api.download(call);

        assertThat(call.getMessage().getHeader("Authorization")).isEqualTo("ApiKey " + KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://store.example.com/f?sig=a%2Fb", "https://store.example.com:8443/f?sig=a%2Fb",
        "https://STORE.example.com/f?sig=a%2Fb"})
    void a_download_may_come_from_an_allowed_host_which_is_shown_no_key(String address) throws Exception {
        var api = allowing("other.example.com, Store.example.com");
        var call = call(address);

        api.download(call);

        assertThat(call.getMessage().getHeaders()).containsOnlyKeys(Exchange.HTTP_METHOD, Exchange.HTTP_URI,
                Exchange.HTTP_RAW_QUERY, "Accept").containsEntry(Exchange.HTTP_RAW_QUERY, "sig=a%2Fb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://store.example.com/f", "https://app.harness.io:8443/f", "https://harness.io/f",
        "https://app.harness.io.example.com/f", "https://store.example.com@evil.example.com/f"})
    void another_server_is_refused_unless_it_is_allowed(String address) {
        var api = allowing("other.example.com,store.example.com:8443");

        assertThatThrownBy(() -> api.download(call(address)))
                .isInstanceOfSatisfying(ExportFailed.class, e -> assertThat(e.reason()).isEqualTo(Reason.FOREIGN_HOST));
    }

    @Test
    void what_is_no_download_comes_from_no_other_server_at_all() {
        var api = allowing("store.example.com");

        assertThatThrownBy(() -> api.call(call("https://store.example.com/f"))).isInstanceOf(ExportFailed.class)
                .hasMessageContaining("the key is not sent there");
    }

    @Test
    void an_allowed_host_that_would_send_the_file_unencrypted_is_refused() {
        var api = allowing("store.example.com");

        assertThatThrownBy(() -> api.download(call("http://store.example.com/f")))
                .isInstanceOf(ExportFailed.class).hasMessageContaining("sei.allow-plain-http=true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://store.example.com", "store.example.com/x", "*"})
    void what_is_no_host_is_refused(String host) {
        var findings = SettingsOf.orDefaults(Map.of("download.allowed-hosts", host));

        assertThat(Origins.read(findings, new PlainHttp(false)).allowedHosts()).isEmpty();
        assertThat(findings.sentences()).singleElement().asString()
                .startsWith("download.allowed-hosts = " + host + ": use host or host:port");
    }

    private static Exchange call(String path) {
        var exchange = new DefaultExchange(new DefaultCamelContext());
        ApiCall.get(path).keep(exchange);
        return exchange;
    }

    private static SeiApi allowing(String hosts) {
        var given = Map.of("sei.base-url", "prod1", "sei.api-key", KEY, "sei.project", "Metrics", "sei.org", "Acme",
                "download.allowed-hosts", hosts);
        var findings = SettingsOf.orDefaults(given);
        var plainHttp = new PlainHttp(false);
        return new SeiApi(BaseUrl.read(findings, plainHttp, null), findings.read(Account::of),
                Origins.read(findings, plainHttp), new ApiKey(findings, SettingsOf.values(given)));
    }
}
