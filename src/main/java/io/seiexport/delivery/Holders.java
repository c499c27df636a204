package io.seiexport.delivery;

import java.util.List;
import java.util.Set;

import io.seiexport.ledger.Entry;
import io.seiexport.plan.Export;
import io.seiexport.plan.SinkMarks;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sinks that already hold the content of the staged file, so that it is not delivered to them again. */
public final class Holders implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(Holders.class);

    private CamelContext context;

    /** Those that have it according to the ledger; what a person asks for is delivered in any case. */
    public List<String> byLedger(Exchange exchange) {
        var entry = exchange.getVariable("entry", Entry.class);
        var holders = entry.byHand() ? Set.of()
                : entry.holders(exchange.getVariable("staged", Staged.class).proof().sha256());
        var marks = new SinkMarks(new Settings(context));
        return sinks(exchange).stream().filter(sink -> holders.contains(marks.of(sink))).toList();
    }

    /** The route that is asked for a sink: verify-x for direct:sink-x. */
    public String verifier(Exchange exchange) {
        return sink(exchange).replaceFirst("^direct:(//)?(sink-)?", "verify-").replaceFirst("\\?.*", "");
    }

    /** Whether there is such a route; who cannot be asked is believed to hold what it has got. */
    public boolean canBeAsked(Exchange exchange) {
        return sink(exchange).startsWith("direct:") && context.getRoute(verifier(exchange)) != null;
    }

    /** Takes a sink that holds the file off those that are to get it. */
    public void spare(Exchange exchange) {
        sinks(exchange).remove(sink(exchange));
    }

    /** Logs which sink gets the file again that it got before. */
    public void miss(Exchange exchange) {
        var thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        LOG.warn("{}: {} {}; the file is delivered to it again", exchange.getVariable("export", Export.class),
                Export.sinkName(sink(exchange)), thrown == null ? "no longer holds the delivered file"
                        : "does not tell whether it still holds the delivered file: " + SinkFailure.sentence(thrown));
    }

    private static String sink(Exchange exchange) {
        return exchange.getVariable("sink", String.class);
    }

    @SuppressWarnings("unchecked")
    private static List<String> sinks(Exchange exchange) {
        return exchange.getVariable("sinks", List.class);
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }
}
