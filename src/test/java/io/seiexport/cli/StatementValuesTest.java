package io.seiexport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.seiexport.support.CamelWith;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementValuesTest {
    private final DefaultCamelContext context = CamelWith.settings(Map.of());
    private final HikariDataSource database = new HikariDataSource();
    private final Part part = new Part();

    /** Public, as the parts of the routes are. */
    public static final class Part {
        private Exchange given;

        public String take(Exchange exchange) {
            given = exchange;
            return "taken";
        }

        public String nothing() {
            return null;
        }
    }

    @BeforeEach
    void start() {
        database.setJdbcUrl("jdbc:sqlite::memory:");
        database.setMaximumPoolSize(1);
        context.getRegistry().bind("database", database);
        context.getRegistry().bind("part", part);
        context.getRegistry().bind(DirectCalls.NAME, new DirectCalls());
        StatementValues.useFor(context);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        database.close();
    }

    private Exchange select(String query, Object body) {
        return select(query, "", body);
    }

    private Exchange select(String query, String options, Object body) {
        var exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.setVariable("word", "green");
        try (var template = context.createProducerTemplate()) {
            template.send("sql:" + query + "?dataSource=#database&outputType=SelectOne" + options, exchange);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(exchange.getException()).isNull();
        return exchange;
    }

    @Test
    void each_expression_is_evaluated_on_the_very_exchange_and_gives_its_value_in_its_place() {
        var exchange = select("select :#${variable.word} || '-' || :#${bean:part.take} || '-' || :#${body} "
                + "|| coalesce(:#${bean:part.nothing}, '') as said", "body");

        assertThat(exchange.getMessage().getBody()).isEqualTo("green-taken-body");
        assertThat(part.given).isSameAs(exchange);
    }

    @Test
    void the_values_are_those_of_each_call() {
        var query = "select :#${body} as said";

        assertThat(List.of("one", "two")).map(body -> select(query, body).getMessage().getBody())
                .isEqualTo(List.of("one", "two"));
    }

    @Test
    void values_with_names_are_still_taken_from_the_body() {
        assertThat(select("select :#a || :#b || :#${variable.word} as said", Map.of("a", "x", "b", "y")).getMessage()
                .getBody()).isEqualTo("xygreen");
    }

    @Test
    void a_separator_of_an_endpoint_of_its_own_still_counts() {
        var exchange = select("select # as one, # as two", "&separator=;", "a,b;c");

        assertThat(exchange.getMessage().getBody()).isEqualTo(Map.of("one", "a,b", "two", "c"));
    }
}
