package io.seiexport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.seiexport.settings.Findings;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import io.seiexport.support.CamelWith;
import io.seiexport.support.SettingsOf;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    private static final String KEY = "pat.abc-123_XYZ=";

    private final Map<String, String> given = new HashMap<>(Map.of("sei.base-url", "prod1", "sei.api-key", KEY));
    private final Secrets secrets = new Secrets();
    private Findings findings = SettingsOf.orDefaults(given);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "authorization, Authorization, ApiKey pat.abc-123_XYZ=",
        "Authorization, Authorization, ApiKey pat.abc-123_XYZ=",
        "sei-api-key,   SEI_API_KEY,   pat.abc-123_XYZ=",
        "x-api-key,     x-api-key,     pat.abc-123_XYZ="})
    void a_call_is_signed_in_one_of_three_forms(String form, String header, String value) {
        given.put("sei.auth", form);
        var call = call();

        key().sign(call);

        assertThat(call.getMessage().getHeaders()).containsExactly(entry(header, value));
    }

    @Test
    void a_domain_may_want_the_key_in_a_header_of_its_own() {
        given.put("export.productivity.auth", "sei-api-key");
        given.put("export.sprint.auth", "");
        var key = key();
        var own = call();
        ApiCall.get("/").ofDomain("productivity").keep(own);
        var usual = call();
        ApiCall.get("/").ofDomain("sprint").keep(usual);

        key.sign(own);
        key.sign(usual);

        assertThat(own.getMessage().getHeaders()).containsExactly(entry("SEI_API_KEY", KEY));
        assertThat(usual.getMessage().getHeaders()).containsExactly(entry("Authorization", "ApiKey " + KEY));
    }

    @Test
    void another_form_of_a_domain_is_refused_with_its_setting() {
        given.put("export.productivity.auth", "bearer");
        var key = key();

        assertThatThrownBy(() -> key.demandHeader("productivity")).isInstanceOf(SettingException.class)
                .hasMessage("export.productivity.auth = bearer: use authorization, sei-api-key or x-api-key");
    }

    @Test
    void a_new_key_is_noticed_in_the_header_of_the_domain() throws Exception {
        given.put("export.productivity.auth", "x-api-key");
        var file = Files.writeString(folder.resolve("key"), "old");
        var key = key("file:" + file);
        var refused = call();
        ApiCall.get("/").ofDomain("productivity").keep(refused);
        key.sign(refused);
        Files.writeString(file, "new");

        assertThat(key.hasNewKey(refused)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bearer", "api-key"})
    void another_form_is_refused(String form) {
        given.put("sei.auth", form);
        key();

        assertThat(findings.sentences())
                .containsExactly("sei.auth = " + form + ": use authorization, sei-api-key or x-api-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my secret", "my\tsecret", "my\nsecret", "my\u00a0secret", "secr\u00e9t", "sec\u0000ret",
        "secret\u007f"})
    void a_key_that_no_header_can_carry_is_refused_without_being_shown(String key) {
        assertThatThrownBy(() -> key(key).demandUsable()).isInstanceOf(SettingException.class)
                .hasMessage("sei.api-key contains a blank or a character that an HTTP header cannot carry");
    }

    @Test
    void blanks_around_a_key_do_no_harm() {
        assertThat(key(" " + KEY + "\n").demandUsable()).isEqualTo("ApiKey " + KEY);
    }

    @Test
    void a_missing_key_is_asked_for() {
        assertThatThrownBy(() -> key("").demandUsable()).isInstanceOf(SettingException.class)
                .hasMessageStartingWith("sei.api-key is missing: ");
    }

    @Test
    void the_key_is_blotted_out_wherever_a_server_repeats_it() {
        key().demandUsable();

        assertThat(secrets.blotOut("bad key " + KEY + ", really " + KEY)).isEqualTo("bad key ***, really ***");
        assertThat(secrets.blotOut("all is well")).isEqualTo("all is well");
        assertThat(secrets.blotOut(null)).isNull();
    }

    @Test
    void a_key_that_was_cut_where_a_quotation_ends_is_blotted_out_too() {
        var beginning = KEY.substring(0, KEY.length() - 1);

        key().demandUsable();

        assertThat(secrets.blotOut("bad key " + beginning + "…; check it")).isEqualTo("bad key ***…; check it");
    }

    @Test
    void without_a_key_nothing_is_blotted_out() {
        assertThatThrownBy(() -> key("").demandUsable()).isInstanceOf(SettingException.class);

        assertThat(secrets.blotOut("all is well")).isEqualTo("all is well");
    }

    @Test
    void a_key_may_stand_in_a_file() throws Exception {
        Files.writeString(folder.resolve("key"), "from-a-file\n");

        assertThat(key("file:" + folder.resolve("key")).demandUsable())
                .isEqualTo("ApiKey from-a-file");
    }

    @Test
    void a_key_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> key("file:" + folder.resolve("key")).demandUsable())
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("sei.api-key: the file that it names cannot be read: ")
                .hasMessageContaining(folder.resolve("key").toString());
    }

    @Test
    void a_key_may_come_from_a_vault_which_is_asked_once() throws Exception {
        var asked = new AtomicInteger();
        given.put("sei.api-key", "{{vault:sei}}");
        var context = CamelWith.settings(given);
        context.getPropertiesComponent().addPropertiesFunction(new Vault(asked));
        var key = new ApiKey(findings, Settings.of(context, secrets));

        for (var i = 0; i < 5; i++) {
            var call = call();
            key.sign(call);
            assertThat(call.getMessage().getHeader("Authorization")).isEqualTo("ApiKey sei-1");
        }

        assertThat(key.hasNewKey(call())).isFalse();
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
        var key = key("file:" + file);
        var refused = call();
        key.sign(refused);
        assertThat(key.hasNewKey(refused)).isFalse();
        Files.writeString(file, "new");
        var later = call();
        key.sign(later);
        assertThat(later.getMessage().getHeader("Authorization")).isEqualTo("ApiKey old");

        assertThat(key.hasNewKey(later)).isTrue();

        key.sign(later);
        assertThat(later.getMessage().getHeader("Authorization")).isEqualTo("ApiKey new");
        assertThat(key.hasNewKey(later)).isFalse();
        assertThat(secrets.blotOut("old and new")).isEqualTo("*** and ***");
    }

    private static Exchange call() {
        return new DefaultExchange(new DefaultCamelContext());
    }

    private ApiKey key(String key) {
        given.put("sei.api-key", key);
        return key();
    }

    private ApiKey key() {
        findings = SettingsOf.orDefaults(given);
        return new ApiKey(findings, new Settings(given::get, secrets));
    }
}
