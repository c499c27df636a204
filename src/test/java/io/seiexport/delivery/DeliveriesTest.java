package io.seiexport.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.seiexport.csv.Proof;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import io.seiexport.plan.Scope;
import io.seiexport.plan.SinkMarks;
import io.seiexport.plan.Window;
import io.seiexport.support.SettingsOf;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private final Deliveries deliveries = new Deliveries(new SinkMarks(SettingsOf.values(Map.of())));
    private final List<String> taken = new ArrayList<>();

    @Test
    void every_sink_has_its_turn_and_a_failed_one_fails_the_export() throws Exception {
        var exchange = delivered("direct:broken,direct:fine");

        assertThat(taken).containsExactly("fine");
        assertThat(exchange.getException()).isInstanceOf(ExportFailed.class)
                .hasMessage("the sink direct:broken did not accept the file: /data/ba cannot be written: access denied")
                .extracting(thrown -> ((ExportFailed) thrown).reason()).isEqualTo(Reason.SINK);
    }

    @Test
    void all_sinks_that_failed_are_named() throws Exception {
        assertThat(delivered("direct:broken,direct:fine,direct:away,direct:fine").getException())
                .hasMessage("the sink direct:broken did not accept the file: /data/ba cannot be written: access "
                        + "denied; the sink direct:away did not accept the file: no connection: Connection refused");
        assertThat(taken).containsExactly("fine", "fine");
    }

    @Test
    void an_export_that_every_sink_took_goes_on() throws Exception {
        assertThat(delivered("direct:fine").getException()).isNull();
        assertThat(taken).containsExactly("fine");
    }

    @Test
    void the_secrets_of_a_sink_are_not_repeated() {
        var exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable("sink",
                "sftp://robot:swordfish@files.example.com/in?passphrase=swordfish&password=RAW(swordfish)");
        exchange.setException(new ConnectException("Connection refused"));
        exchange.setVariable("delivery", new Delivery(null, List.of(), false, null));

        deliveries.aggregate(null, exchange);

        assertThatThrownBy(() -> deliveries.demandDelivered(exchange)).isInstanceOf(ExportFailed.class)
                .hasMessageStartingWith("the sink sftp:robot:xxxxxx@files.example.com/in ")
                .hasMessageEndingWith(" did not accept the file: no connection: Connection refused")
                .hasMessageNotContaining("swordfish");
    }

    private Exchange delivered(String sinks) throws Exception {
        try (var context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:deliver").errorHandler(noErrorHandler())
                            .setVariable("delivery").method(deliveries, "begin")
                            .split(constant(List.of(sinks.split(","))), deliveries)
                                .setVariable("sink", body()).recipientList(body()).end()
                            .end()
                            .bean(deliveries, "demandDelivered");
                    from("direct:broken").errorHandler(noErrorHandler())
                            .throwException(new AccessDeniedException("/data/ba"));
                    from("direct:away").errorHandler(noErrorHandler())
                            .throwException(new ConnectException("Connection refused"));
                    from("direct:fine").process(exchange -> taken.add("fine"));
                }
            });
            context.start();
            return context.createProducerTemplate().request("direct:deliver", exchange -> {
                exchange.setVariable("export", new Export("ba", List.of("ba"), new Scope("", "1"),
                        new Window(LocalDate.EPOCH, LocalDate.EPOCH), "weekly", "{}", List.of(sinks.split(","))));
                exchange.setVariable("entry", Entry.of(Map.of()));
                exchange.setVariable("staged", new Staged(new File("x.csv"),
                        new Proof(1, 1, 8, 8, "abc", List.of("a"), List.of()), Duration.ZERO));
            });
        }
    }
}
