package io.seiexport.cli;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.component.sql.DefaultSqlEndpoint;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;

/**
 * Gives the statements of the routes their values. Camel copies the exchange for each value, and finds out at each call
 * where the values stand. Statements that name their values in another way than by expressions are still Camel's.
 */
final class StatementValues extends DefaultSqlPrepareStatementStrategy {
    /** By then the place holder may have been exchanged. */
    private static final Pattern VALUE = Pattern.compile(":[#?](\\$\\{[^{}]*})");
    /** Statements that are made anew for each call would fill the memory. */
    private static final int MOST = 1000;
    /** Camel's own one of the values in a text. */
    private static final char SEPARATOR = ',';

    private final Map<String, Statement> known = new ConcurrentHashMap<>();
    private final CamelContext context;

    private record Statement(String prepared, List<Expression> values) {
    }

    private StatementValues(CamelContext context) {
        this.context = context;
    }

    /** From now on each endpoint that does not bring its own way, or separator, has this one. */
    static void useFor(CamelContext context) {
        var values = new StatementValues(context);
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
            if (endpoint instanceof DefaultSqlEndpoint sql && sql.getPrepareStatementStrategy() == null
                    && sql.getSeparator() == SEPARATOR) {
                sql.setPrepareStatementStrategy(values);
            }
            return endpoint;
        });
    }

    @Override
    public String prepareQuery(String query, boolean namedParameters, Exchange exchange) throws SQLException {
        var statement = known.get(query);
        if (statement != null) {
            return statement.prepared;
        }
        var prepared = super.prepareQuery(query, namedParameters, exchange);
        var values = VALUE.matcher(query).results().map(value -> expression(value.group(1))).toList();
        if (namedParameters && !values.isEmpty() && VALUE.matcher(query).replaceAll("?").equals(prepared)
                && known.size() < MOST) {
            known.put(query, new Statement(prepared, values));
        }
        return prepared;
    }

    private Expression expression(String text) {
        var expression = context.resolveLanguage("simple").createExpression(text);
        expression.init(context);
        return expression;
    }

    @Override
    public Iterator<?> createPopulateIterator(String query, String prepared, int expected, Exchange exchange,
            Object body) throws SQLException {
        var statement = known.get(query);
        if (statement == null || statement.values.size() != expected || body != exchange.getMessage().getBody()) {
            return super.createPopulateIterator(query, prepared, expected, exchange, body);
        }
        return statement.values.stream().map(value -> value.evaluate(exchange, Object.class)).iterator();
    }
}
