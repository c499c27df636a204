package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class ProvenCsvTest {

    private final ProvenCsv format = new ProvenCsv();

    @Test
    void settings_that_make_no_sense_are_refused_in_a_sentence() {
        assertThatThrownBy(() -> format.setMaxBytes(0)).hasMessage("maxBytes is 0, but a file has at least one byte.");
        assertThatThrownBy(() -> format.setMaxRatio(0)).hasMessage("maxRatio is 0, but it has to be at least 1.");
        assertThatThrownBy(() -> format.setRaggedRows("drop"))
                .hasMessage("raggedRows is 'drop', but it has to be 'fail' or 'warn'.");
        assertThatThrownBy(() -> format.setUnframed("drop"))
                .hasMessage("unframed is 'drop', but it has to be 'fail' or 'warn'.");
    }

    @Test
    void a_body_that_comes_after_its_deadline_is_given_up() {
        var now = Instant.parse("2026-05-15T12:00:00Z");
        var late = new ProvenCsv(FileLimits.DEFAULT, InstantSource.fixed(now), Runnable::run);
        var exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable("deadline", now.minusMillis(1));

        assertThatThrownBy(() -> read(late, exchange)).isInstanceOf(OutOfTime.class);

        exchange.setVariable("deadline", now);
        assertThatCode(() -> read(late, exchange)).doesNotThrowAnyException();
    }

    private static byte[] read(ProvenCsv format, Exchange exchange) throws IOException {
        try (var file = (InputStream) format.unmarshal(exchange,
                new ByteArrayInputStream("a,b\n1,2\n".getBytes(UTF_8)))) {
            return file.readAllBytes();
        }
    }

    @Test
    void it_writes_no_files() {
        assertThatThrownBy(() -> format.marshal(null, "a,b", OutputStream.nullOutputStream()))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
