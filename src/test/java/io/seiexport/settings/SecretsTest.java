package io.seiexport.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String KEY = "pat.Z8x7/Quite=Secret+Key\"<&>.1u2v3w";

    private final Secrets secrets = new Secrets();

    @ParameterizedTest
    @ValueSource(strings = {KEY, "pat.Z8x7\\/Quite\\u003dSecret\\u002bKey\\\"\\u003C\\u0026\\u003e.1u2v3w",
        "pat.Z8x7&#47;Quite&#x3D;Secret+Key&quot;&lt;&amp;&gt;.1u2v3w",
        "%70at.Z8x7%2fQuite%3dSecret%2bKey%22%3c%26%3e.1u2v3w"})
    void a_known_secret_is_blotted_out_however_it_is_written(String written) {
        secrets.learn(KEY);

        assertThat(secrets.blotOut("it is " + written + ", really " + URLEncoder.encode(KEY, UTF_8)))
                .isEqualTo("it is ***, really ***");
        assertThat(secrets.blotOutKnown("it is " + written + "!")).isEqualTo("it is ***!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "u:", "us:", "use:", "user:"})
    void so_it_is_within_base64(String before) {
        secrets.learn(KEY);
        for (var encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding()}) {
            var text = secrets.blotOutKnown("it is " + encoder.encodeToString((before + KEY + "@h").getBytes(UTF_8)));

            assertThat(text).matches("it is \\S{0,8}\\*\\*\\*\\S{0,6}");
        }
    }

    @Test
    void every_key_that_was_ever_used_is_kept_out() {
        secrets.learn("old-key");
        secrets.learn("new-key");

        assertThat(secrets.blotOut("old-key and new-key")).isEqualTo("*** and ***");
    }

    @Test
    void of_one_that_has_several_lines_each_is_kept_out_by_itself() {
        var secrets = new Secrets();
        secrets.learn("pa ss+wo&rd/12345\r\nline two secret\n");

        assertThat(secrets.blotOut("boom pa ss+wo&rd/12345")).isEqualTo("boom ***");
        assertThat(secrets.blotOut("'pa ss+wo&rd/12345 line two secret'")).isEqualTo("'*** ***'");
    }

    @Test
    void one_with_a_blank_is_kept_out_as_a_form_writes_it() {
        var secrets = new Secrets();
        secrets.learn("hello w\u00f6rld Zq9");

        assertThat(secrets.blotOut("q=hello+w%C3%B6rld+Zq9")).isEqualTo("q=***");
    }

    @Test
    void of_one_that_begins_with_another_nothing_stays() {
        for (var key : List.of("swordfish", "swordfish-of-the-chat", "swordfish-of", "swordfish-of-the-chat-room")) {
            secrets.learn(key);
        }

        assertThat(secrets.blotOut("it is swordfish-of-the-chat-room")).isEqualTo("it is ***");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http-outgoing-0 >> Authorization: ApiKey abc def    | http-outgoing-0 >> Authorization: ***",
        ">> \"SEI_API_KEY: abc[\\r][\\n]\"                   | >> \"SEI_API_KEY: ***\"",
        "x-api-key: abc                                      | x-api-key: ***",
        "{Authorization=AWS4-HMAC-SHA256 Credential=a/b, c}  | {Authorization=***",
        "sent ApiKey abc.def/ghi to it                       | sent ApiKey *** to it",
        "sent Bearer abc.def.ghi                             | sent Bearer ***",
        "GET /f?a=1&X-Amz-Signature=0a1b&b=2 HTTP/1.1        | GET /f?a=1&X-Amz-Signature=***&b=2 HTTP/1.1",
        "GET /f?X-Goog-Signature=0a1b HTTP/1.1               | GET /f?X-Goog-Signature=*** HTTP/1.1",
        "GET /f?sv=1&sig=a%2Fb HTTP/1.1                      | GET /f?sv=1&sig=*** HTTP/1.1",
        "GET /f?access_token=a;token=b                       | GET /f?access_token=***;token=***",
        "to https://store.example/f?st=1&whatever=0a1b now   | to https://store.example/f?*** now",
        "sftp://me:pa@ss@host/a?password=RAW(x)              | sftp://***@host/a?password=***)",
        "jdbc:postgresql://h/d?user=u&password=abc           | jdbc:postgresql://h/d?user=u&password=***",
        "jdbc:x:./x;USER=u;PASSWORD=abc;MODE=a               | jdbc:x:./x;USER=u;PASSWORD=***;MODE=a",
        "{\"client_secret\" : \"abc\", \"b\" : 1}            | {\"client_secret\" : \"***\", \"b\" : 1}",
        "sink.sftp.password = abc                            | sink.sftp.password = ***"})
    void what_looks_like_a_secret_is_blotted_out(String text, String clean) {
        assertThat(secrets.blotOut(text)).isEqualTo(clean);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "the server answered 401: no; check sei.api-key, and whether this server wants the key in another header: "
                + "sei.auth, or export.<domain>.auth for one domain, can be authorization, sei-api-key or x-api-key",
        "check sink.s3.access-key and sink.s3.secret-key, and what this key may do in sink.s3.bucket",
        "sei.api-key: the file that it names cannot be read: java.nio.file.NoSuchFileException: key",
        "sei.api-key is missing: an API key of your Harness project, best given as SEI_API_KEY",
        "sprint team:101 2026-09-01..2026-09-30 is delivered, export id exp_1rnjoe7a",
        "sei.base-url = https://app.harness.io: the address of a Harness cluster ends with /sei/api",
        "HttpServer started on 127.0.0.1:9876"})
    void sentences_that_only_speak_of_secrets_stay_as_they_are(String sentence) {
        assertThat(secrets.blotOut(sentence)).isEqualTo(sentence);
    }

    @Test
    void a_secret_that_a_quotation_cuts_short_is_blotted_out_too() {
        secrets.learn(KEY);

        assertThat(secrets.blotOut("no " + KEY.substring(0, 20) + "…")).isEqualTo("no ***…");
    }

    @ParameterizedTest
    @CsvSource({"sei.api-key, true", "SEI_API_KEY, true", "sink.s3.secret-key, true", "sink.s3.access-key, true",
        "AWS_SECRET_ACCESS_KEY, true", "AWS_SESSION_TOKEN, true", "ledger.password, true", "password, true",
        "sei.project, false", "sei.auth, false", "monkey, false", "camel.main.name, false"})
    void it_knows_under_which_names_secrets_stand(String name, boolean secret) {
        assertThat(Secrets.isNamed(name)).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "?a", "&a=", "://a", "https://a", "password", "\\", "\"token", "%", "ApiKey ", " ="})
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void no_text_takes_long(String piece) {
        secrets.learn(KEY);
        var text = piece.repeat((1 << 18) / piece.length());

        assertThat(secrets.blotOut(text)).isNotNull();
    }
}
