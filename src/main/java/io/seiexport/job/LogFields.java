package io.seiexport.job;

import io.seiexport.ledger.Entry;
import io.seiexport.plan.Domain;
import io.seiexport.plan.Dues;
import io.seiexport.plan.Export;
import io.seiexport.plan.Series;
import io.seiexport.settings.Project;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.slf4j.MDC;

/** Adds fields to the log that say which export a line is about, while a step of that export runs on the thread. */
public final class LogFields {
    /** The name of the field that says which of several projects a line is about. */
    public static final String PROJECT = "project";

    /** Null is a field that is not there. */
    private record Fields(String project, String export, String scope, String window, String exportId) {

        static Fields here() {
            return new Fields(MDC.get(PROJECT), MDC.get("export"), MDC.get("scope"), MDC.get("window"),
                    MDC.get("exportId"));
        }

        Fields of(Project other) {
            return other.isOnly() ? this : new Fields(other.name(), export, scope, window, exportId);
        }

        void put() {
            put(PROJECT, project);
            put("export", export);
            put("scope", scope);
            put("window", window);
            put("exportId", exportId);
        }

        private static void put(String field, String value) {
            if (value == null) {
                MDC.remove(field);
            } else {
                MDC.put(field, value);
            }
        }
    }

    /** Each step of each route is then made by way of it. */
    public LogFields(CamelContext context, Project project) {
        context.getCamelContextExtension().addInterceptStrategy((same, step, target, next) -> told(target, project));
    }

    private static AsyncProcessor told(Processor step, Project project) {
        return new DelegateAsyncProcessor(step) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                var before = Fields.here();
                var fields = fields(exchange, before).of(project);
                if (fields.equals(before)) {
                    return super.process(exchange, callback);
                }
                fields.put();
                try {
                    return super.process(exchange, callback);
                } finally {
                    before.put();
                }
            }
        };
    }

    /** The same for what is done between two attempts, which Camel takes for no step. */
    public static void during(Exchange exchange, Runnable work) {
        var before = Fields.here();
        fields(exchange, before).put();
        try {
            work.run();
        } finally {
            before.put();
        }
    }

    /** The words of an export, which are spelled once and not at each of its steps. */
    private record Words(Export export, String scope, String window) {
        private static final String PROPERTY = "sei-export.words";

        static Words of(Export export, Exchange exchange) {
            if (exchange.getProperty(PROPERTY) instanceof Words known && known.export == export) {
                return known;
            }
            var spelled = new Words(export, export.scope().toString(), export.window().toString());
            exchange.setProperty(PROPERTY, spelled);
            return spelled;
        }
    }

    /** What is about no export of its own belongs to what it is a part of. */
    private static Fields fields(Exchange exchange, Fields before) {
        var job = exchange.getVariable("job") instanceof Job known ? known.exportId() : null;
        if (exchange.getVariable("export") instanceof Export export) {
            var words = Words.of(export, exchange);
            return new Fields(before.project, export.domain(), words.scope, words.window, job);
        }
        if (exchange.getVariable("entry") instanceof Entry entry) {
            return new Fields(before.project, entry.domain(), entry.scope(), entry.start() + ".." + entry.end(), job);
        }
        var body = exchange.getMessage().getBody();
        var planned = body instanceof Domain domain ? domain.name()
                : body instanceof Series series ? series.domain()
                : body instanceof Dues dues ? dues.series().domain() : null;
        return planned == null ? before : new Fields(before.project, planned, null, null, null);
    }
}
