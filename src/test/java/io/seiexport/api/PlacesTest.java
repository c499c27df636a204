package io.seiexport.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.seiexport.failure.ExportFailed;
import io.seiexport.support.CamelWith;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private final CamelContext context = CamelWith.settings(Map.of("export.max-in-flight", "2"));
    private final Places places = new Places();

    PlacesTest() {
        places.setCamelContext(context);
    }

    @Test
    void a_place_is_free_when_one_was_left() throws Exception {
        var first = taken();
        taken();
        var third = waiting();

        places.leave(first);

        await().until(third::isDone);
        staysOutside(waiting());
    }

    @Test
    void who_had_no_place_leaves_none() throws Exception {
        taken();
        taken();

        places.leave(new DefaultExchange(context));

        staysOutside(waiting());
    }

    @Test
    void who_waits_when_the_program_ends_is_told_so() throws Exception {
        taken();
        taken();
        var third = waiting();

        context.stop();

        assertThatThrownBy(third::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(ExportFailed.class)
                .hasMessageContaining("stopped before it was asked for");
    }

    private static void staysOutside(CompletableFuture<Exchange> waiting) {
        await().during(Duration.ofMillis(200)).until(() -> !waiting.isDone());
    }

    private Exchange taken() throws Exception {
        var exchange = new DefaultExchange(context);
        places.take(exchange);
        return exchange;
    }

    private CompletableFuture<Exchange> waiting() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return taken();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }
}
