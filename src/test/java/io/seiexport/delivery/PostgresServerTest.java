package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Map;

import io.seiexport.support.Postgres;
import io.seiexport.support.SettingsOf;
import io.seiexport.support.TcpProxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServerTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "55P03 | jdbc:postgresql://db/x: it was so; another program has locked the table",
        "28P01 | jdbc:postgresql://db/x: it was so; check sink.archive.username and sink.archive.password",
        "42501 | jdbc:postgresql://db/x: it was so; check sink.archive.schema, and what sink.archive.username may do "
            + "there",
        "22P02 | jdbc:postgresql://db/x: it was so"})
    void what_the_server_refuses_is_said_with_the_settings_of_its_sink(String state, String sentence) {
        var server = new PostgresServer("jdbc:postgresql://me:swordfish@db/x?password=swordfish", "me",
                "sink.archive.password");

        assertThat(server.failed(new SQLException("it was so.\nDetail: more", state))).hasMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sink.postgres.timeout", "sink.timeout"})
    void a_server_that_never_answers_is_given_up_when_a_delivery_is(String setting) throws Exception {
        try (var proxy = TcpProxy.to("127.0.0.1", Postgres.port())) {
            var server = new PostgresServer(Postgres.emptyDatabase(proxy.port()), Postgres.user(),
                    "sink.postgres.password");
            try (var connection = server.open(SettingsOf.values(Map.of("sink.postgres.password", "any", setting,
                    "5s")))) {
                proxy.stallAfter(0);

                assertThatThrownBy(() -> connection.prepareStatement("select 1").execute())
                        .isInstanceOfSatisfying(SQLException.class, thrown -> assertThat(server.failed(thrown))
                                .hasMessageEndingWith("; check sink.postgres.url"));
            }
        }
    }
}
