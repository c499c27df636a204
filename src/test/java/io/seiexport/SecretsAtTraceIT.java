package io.seiexport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The same where somebody has every logger say all it can, also those of the wire: what is written is still clean. */
@Order(1)
class SecretsAtTraceIT extends SecretsIT {
    private static final String EVERYTHING = """
            <configuration>
              <appender name="all" class="io.seiexport.cli.LogConsole">
                <target>System.err</target>
                <encoder class="ch.qos.logback.classic.encoder.JsonEncoder">
                  <withFormattedMessage>true</withFormattedMessage>
                </encoder>
              </appender>
              <!-- At TRACE it tells of each step of each look-up; it is the others that tell of the wire. -->
              <logger name="org.apache.camel" level="DEBUG"/>
              <logger name="org.apache.camel.component.http" level="TRACE"/>
              <root level="TRACE">
                <appender-ref ref="all"/>
              </root>
            </configuration>
            """;

    @Override
    void loud(Installation installed) throws IOException {
        Files.writeString(installed.path("everything.xml"), EVERYTHING);
    }

    @Override
    List<String> properties() {
        return List.of("-Dlogback.configurationFile=everything.xml");
    }

    @Override
    String loudest() {
        return "\"level\":\"TRACE\"";
    }

    @Test
    void and_the_http_client_says_all_it_can() throws Exception {
        var ended = run("once");

        // The connections to the API write no wire: what is left of a call is its address.
        assertThat(ended.errors()).contains("org.apache.hc.client5.http.impl.classic.MainClientExec").contains("?***");
        noSecretIn(ended);
    }
}
