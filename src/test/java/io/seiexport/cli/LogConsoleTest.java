package io.seiexport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.failure.Visible;
import io.seiexport.settings.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogConsoleTest {
    private static final String KEY = "pat.Quite-Secret";
    private static final String FORGED = "no " + KEY + "\nsei: all is well\u202e\u0085\u001b[2J";
    private static final String CLEAN = "no ***\\nsei: all is well\\u202e\\u0085\\u001b[2J";

    private final LoggerContext logback = new LoggerContext();

    private ILoggingEvent event() {
        var secrets = new Secrets();
        secrets.learn(KEY);
        logback.putObject("secrets", secrets);
        var thrown = new IOException(FORGED, new IllegalStateException("within: " + FORGED));
        thrown.addSuppressed(new IllegalArgumentException("aside: " + FORGED));
        var event = new LoggingEvent("", logback.getLogger("a"), Level.INFO, "{}", thrown, new Object[] {FORGED});
        event.setThreadName("thread " + FORGED);
        event.setMDCPropertyMap(Map.of("call", FORGED));
        return new CleanEvent(event, logback);
    }

    private String encoded(Encoder<ILoggingEvent> encoder) {
        encoder.setContext(logback);
        encoder.start();
        return new String(encoder.encode(event()), UTF_8);
    }

    @Test
    void a_file_for_the_log_is_there_on_the_disk_or_beside_the_classes() {
        assertThat(LogSetup.isThere("pom.xml")).isTrue();
        assertThat(LogSetup.isThere("logback-test.xml")).isTrue();
        assertThat(LogSetup.isThere(Path.of("pom.xml").toUri().toString())).isTrue();
        assertThat(LogSetup.isThere("mistyped.xml")).isFalse();
        assertThat(LogSetup.isThere(Path.of("mistyped.xml").toUri().toString())).isFalse();
    }

    @Test
    void a_line_of_text_is_clean_with_all_that_stands_below_it() {
        var pattern = new PatternLayoutEncoder();
        pattern.setPattern("%msg [%thread] %X %m %message%n");

        var lines = encoded(pattern).lines().toList();

        assertThat(lines.get(0)).isEqualTo(CLEAN + " [thread " + CLEAN + "] call=" + CLEAN + " " + CLEAN + " " + CLEAN);
        assertThat(lines).filteredOn(line -> !line.startsWith("\tat") && !line.startsWith("\t\tat"))
                .anyMatch(line -> line.equals("java.io.IOException: " + CLEAN))
                .anyMatch(line -> line.equals("Caused by: java.lang.IllegalStateException: within: " + CLEAN))
                .anyMatch(line -> line.equals("\tSuppressed: java.lang.IllegalArgumentException: aside: " + CLEAN));
        assertThat(lines).allMatch(line -> Visible.isAll(line.replace("\t", "")))
                .noneMatch(line -> line.contains(KEY) || line.startsWith("sei: "));
    }

    @Test
    void an_object_of_json_is_clean_with_all_that_it_holds() throws Exception {
        var encoder = new JsonEncoder();
        encoder.setWithFormattedMessage(true);

        var line = encoded(encoder);

        assertThat(line.lines()).singleElement().satisfies(text -> assertThat(Visible.isAll(text)).isTrue());
        assertThat(line).doesNotContain(KEY);
        var json = JsonMapper.builder().build().readTree(line);
        assertThat(json.path("formattedMessage").textValue()).isEqualTo(CLEAN);
        assertThat(json.path("mdc").path("call").textValue()).isEqualTo(CLEAN);
        assertThat(json.path("throwable").path("message").textValue()).isEqualTo(CLEAN);
        assertThat(json.path("throwable").path("cause").path("message").textValue()).isEqualTo("within: " + CLEAN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEBUG", "TRACE", "ALL"})
    void no_level_opens_the_loggers_of_the_wire(String level) {
        logback.putProperty("log.level", level);

        new LogSetup().setUp(logback);

        assertThat(logback.getLogger("io.seiexport").isDebugEnabled()).isTrue();
        for (var wire : new String[] {"org.apache.hc.client5.http.wire", "org.apache.hc.client5.http.headers",
            "org.apache.hc.client5.http2.frame", "org.apache.http.wire", "org.apache.http.headers",
            "software.amazon.awssdk.request", "software.amazon.awssdk.auth.signer.Aws4Signer",
            "org.apache.camel.component.http.HttpProducer", "org.springframework.jdbc.core.StatementCreatorUtils",
            "org.apache.camel.component.properties.DefaultPropertiesParser", "io.netty.handler.logging.LoggingHandler",
            "com.zaxxer.hikari.HikariConfig"}) {
            assertThat(logback.getLogger(wire).isDebugEnabled()).as(wire).isFalse();
        }
    }

    @Test
    void the_console_of_the_program_is_the_clean_one() {
        for (var form : new String[] {"text", "json"}) {
            logback.reset();
            logback.putProperty("log.format", form);

            new LogSetup().setUp(logback);

            assertThat(logback.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(form)).isInstanceOf(LogConsole.class);
        }
    }
}
