package io.seiexport.routes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.seiexport.support.MailServer;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

class SinkMailTest extends CatalogueSinkTest {
    private static final String FILE = "ba~team-101~weekly~2026-04-01_2026-04-30";
    private static final String PASSWORD = "sword&fish+1";

    private final MailServer server = new MailServer();

    SinkMailTest() {
        super("sink-mail");
    }

    @BeforeEach
    void startServer() {
        server.setUser("exporter", "exporter", PASSWORD);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    @Override
    Map<String, String> ownSettings() {
        return Map.of("sink.mail.host", "127.0.0.1", "sink.mail.port", Integer.toString(server.getSmtp().getPort()),
                "sink.mail.username", "exporter", "sink.mail.password", PASSWORD,
                "sink.mail.from", "sei@example.com", "sink.mail.to", "one@example.com,two@example.com",
                "sink.mail.starttls", "false");
    }

    @Test
    void the_file_comes_attached_byte_for_byte_with_its_manifest() throws Exception {
        startWith();
        var csv = "Team,Note\nA,\"two\nlines\"\n";

        deliver(csv);

        var mails = server.getReceivedMessages();
        assertThat(mails).hasSize(2);
        assertThat(mails[0].getSubject()).isEqualTo("SEI Export: ba team:101 2026-04-01..2026-04-30, 1 rows");
        assertThat(mails[0].getFrom()[0]).hasToString("sei@example.com");
        assertThat(bytes(part(mails[0], FILE + ".csv"))).isEqualTo(csv.getBytes(UTF_8));
        var manifest = new ObjectMapper().readTree(bytes(part(mails[0], FILE + ".manifest.json")));
        assertThat(manifest.path("bytes").intValue()).isEqualTo(csv.length());
        assertThat((String) ((MimeMultipart) mails[0].getContent()).getBodyPart(0).getContent())
                .contains("rows: 1", "sha256: " + manifest.path("sha256").textValue());
    }

    @Test
    void letters_of_any_language_arrive() throws Exception {
        startWith("export.ba.scopes", "tree:Zürich");

        deliver("Team,Note\nÄ,漢\n");

        var mail = server.getReceivedMessages()[0];
        assertThat(mail.getSubject()).contains("tree:Zürich");
        var attached = ((MimeMultipart) mail.getContent()).getBodyPart(1);
        assertThat(bytes(attached)).isEqualTo("Team,Note\nÄ,漢\n".getBytes(UTF_8));
    }

    @Test
    void a_file_that_is_delivered_again_is_sent_again() throws Exception {
        startWith("sink.mail.to", "one@example.com");

        deliver("Team,Points\nA,1\n");
        deliver("Team,Points\nA,2\n");

        assertThat(server.getReceivedMessages()).hasSize(2);
        assertThat(bytes(part(server.getReceivedMessages()[1], FILE + ".csv")))
                .isEqualTo("Team,Points\nA,2\n".getBytes(UTF_8));
    }

    @Test
    void a_server_that_wants_no_login_gets_none() throws Exception {
        startWith("sink.mail.username", null, "sink.mail.password", null, "sink.mail.to", "one@example.com");

        deliver("Team,Points\nA,1\n");

        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void a_file_that_is_too_large_is_not_sent_and_does_not_hold_back_others() throws Exception {
        startWith("sink.mail.max-bytes", "20");

        assertThat(refused("Team,Points\nA,1\nB,2\nC,3\n").sentence()).isEqualTo("the sink direct:sink-mail did not "
                + "accept the file: it has 24 bytes, more than sink.mail.max-bytes allows");

        assertThat(server.getReceivedMessages()).isEmpty();
        assertThat(inLedger("select what from sei_hold")).isNull();
    }

    @Test
    void without_encryption_nothing_is_sent_unless_it_is_allowed() throws Exception {
        startWith("sink.mail.starttls", "true");

        assertThat(refused("Team,Points\nA,1\n").sentence())
                .startsWith("the sink direct:sink-mail did not accept the file: ").contains("STARTTLS is required");

        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"sink.mail.port, 1, no connection", "sink.mail.password, mistyped, AuthenticationFailedException"})
    void a_server_that_does_not_take_it_is_said_in_a_sentence(String key, String value, String said) throws Exception {
        startWith(key, value);

        assertThat(refused("Team,Points\nA,1\n").sentence())
                .startsWith("the sink direct:sink-mail did not accept the file: ").contains(said)
                .doesNotContain("mistyped");
    }

    @Test
    void its_settings_are_missed_at_the_start() {
        assertThatThrownBy(() -> startWith("sink.mail.host", "")).rootCause().hasMessage(
                "sink.mail.host is missing: export.ba.sinks names direct:sink-mail, which needs it");
    }

    private static BodyPart part(MimeMessage mail, String name) throws IOException, MessagingException {
        var parts = (MimeMultipart) mail.getContent();
        for (var i = 0; i < parts.getCount(); i++) {
            if (name.equals(parts.getBodyPart(i).getFileName())) {
                return parts.getBodyPart(i);
            }
        }
        throw new AssertionError("no part " + name);
    }

    private static byte[] bytes(BodyPart part) throws IOException, MessagingException {
        try (var in = part.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
