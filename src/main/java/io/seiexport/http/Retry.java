package io.seiexport.http;

import static io.seiexport.failure.Reason.Rule.NO_OTHER_ATTEMPT;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a failed call is repeated and when: after the pause that grows, or the longer one of Retry-After. */
public final class Retry implements Processor, CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(Retry.class);

    private CamelContext context;

    /** Whether one more attempt is allowed, and the pause that the server asks for ends in time for it. */
    public boolean worthwhile(Exchange exchange) {
        return !context.isStopping() && inTime(exchange) && !reason(exchange).does(NO_OTHER_ATTEMPT)
                && (isNotReady(exchange) ? hasTime(exchange)
                        : failed(exchange) < new Settings(context).count("retry.max-attempts", 1));
    }

    /** A file that the server still makes is waited for like a job, and no failure counts it. */
    private static boolean isNotReady(Exchange exchange) {
        return reason(exchange) == Reason.NOT_READY;
    }

    private static boolean hasTime(Exchange exchange) {
        var deadline = ApiCall.of(exchange).limits().deadline();
        return !deadline.equals(Instant.MAX) && Instant.now().isBefore(deadline);
    }

    /** Whether a 404 may only mean that the server has not caught up yet with what it has just said. */
    public boolean tooEarly(Exchange exchange) {
        return Instant.now().isBefore(ApiCall.of(exchange).limits().grace()) && worthwhile(exchange);
    }

    /** The same, and this failure is not yet the last one that may be. */
    public boolean stillTooEarly(Exchange exchange) {
        return tooEarly(exchange) && failed(exchange) + 1 < new Settings(context).count("retry.max-attempts", 1);
    }

    /** Not Camel's own count, in which redirects and other turns of a call are attempts too. */
    private static int failed(Exchange exchange) {
        return ApiCall.of(exchange).attempts().failed();
    }

    private static Reason reason(Exchange exchange) {
        return Failure.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)).reason();
    }

    private static boolean inTime(Exchange exchange) {
        var asked = exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY, 0L, Long.class);
        return asked == 0 || Instant.now().plusMillis(asked).isBefore(ApiCall.of(exchange).limits().deadline());
    }

    /** Takes note of each failure, before the pause that may follow; the next attempt begins at the API itself. */
    @Override
    public void process(Exchange exchange) {
        // First, for Camel goes on after whatever is thrown here, and an attempt that is not counted has no last one.
        var call = ApiCall.of(exchange);
        var before = call.attempts();
        var failed = new ApiCall.Attempts(before.failed() + (isNotReady(exchange) ? 0 : 1), before.pauseMillis(),
                before.since() == null ? Instant.now() : before.since());
        call.with(failed).with(call.course().back()).keep(exchange);
        var thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        var asked = thrown instanceof HttpOperationFailedException answer
                ? parse(answer.getResponseHeaders(), Instant.now()).map(this::bearable)
                : Optional.<Duration>empty();
        var wish = asked.map(duration -> ", the server asks to wait " + duration.toSeconds() + " s").orElse("");
        LOG.warn("{} {}: {}{}", exchange.getVariable("export"),
                ApiCall.shown(call.path()), said(thrown), wish);
        var policy = context.getRegistry().findSingleByType(RetryPolicy.class);
        var pause = policy.calculateRedeliveryDelay(failed.pauseMillis(), failed.failed());
        ApiCall.of(exchange).with(new ApiCall.Attempts(failed.failed(), pause, failed.since())).keep(exchange);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY,
                Math.max(pause, asked.map(Duration::toMillis).orElse(0L)));
    }

    /** No server holds an export longer than it may take altogether. */
    private Duration bearable(Duration wait) {
        var longest = new Settings(context).duration("poll.timeout");
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    private String said(Throwable thrown) {
        return context.getRegistry().findSingleByType(SeiApi.class).withoutKey(Failure.of(thrown).sentence());
    }

    static Optional<Duration> parse(Map<String, String> headers, Instant now) {
        if (headers == null) {
            return Optional.empty();
        }
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
                .findFirst()
                .flatMap(header -> parse(header.getValue().strip(), now));
    }

    private static Optional<Duration> parse(String value, Instant now) {
        try {
            var wait = value.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.between(now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME));
            return wait.isNegative() || wait.isZero() ? Optional.empty() : Optional.of(wait);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
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
