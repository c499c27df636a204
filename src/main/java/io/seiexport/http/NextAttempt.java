package io.seiexport.http;

import static io.seiexport.failure.Reason.Rule.NO_OTHER_ATTEMPT;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

import io.seiexport.failure.Failure;
import io.seiexport.failure.Reason;
import io.seiexport.settings.Secrets;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a failed call is attempted again, and after which pause: one that grows, or a longer Retry-After. */
public final class NextAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(NextAttempt.class);

    private static final double JITTER = 0.2;
    /** Camel only has to know that there may be more than one; the attempts are counted here. */
    private static final int WITHOUT_LIMIT = -1;

    private final CamelContext context;
    private final CallSettings settings;
    private final RedeliveryPolicy policy;
    private final Secrets secrets;
    private final InstantSource clock;

    public NextAttempt(CamelContext context, CallSettings settings, Secrets secrets, InstantSource clock) {
        this.context = context;
        this.settings = settings;
        this.policy = policy(settings);
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The pauses between the attempts of one call, which grow; noteFailure may make one of them longer. */
    public RedeliveryPolicy policy() {
        return policy;
    }

    private static RedeliveryPolicy policy(CallSettings settings) {
        var policy = new RedeliveryPolicy();
        policy.setMaximumRedeliveries(WITHOUT_LIMIT);
        policy.setRedeliveryDelay(settings.firstDelay().toMillis());
        policy.setMaximumRedeliveryDelay(settings.maxDelay().toMillis());
        policy.setUseExponentialBackOff(true);
        policy.setBackOffMultiplier(2);
        policy.setUseCollisionAvoidance(true);
        policy.setCollisionAvoidanceFactor(JITTER);
        policy.setAsyncDelayedRedelivery(true);
        policy.setAllowRedeliveryWhileStopping(false);
        policy.setRetryAttemptedLogLevel(LoggingLevel.DEBUG);
        policy.setLogExhausted(false);
        policy.setLogStackTrace(false);
        return policy;
    }

    /** The call whose next attempt is sent now. */
    public ApiCall begin(Exchange exchange) {
        return ApiCall.of(exchange).sent(clock.instant());
    }

    /** Whether one more attempt is allowed, and the pause that the server asks for ends in time for it. */
    public boolean worthwhile(Exchange exchange) {
        return !context.isStopping() && inTime(exchange) && !reason(exchange).does(NO_OTHER_ATTEMPT)
                && (isNotReady(exchange) ? hasTime(exchange) : failed(exchange) < settings.maxAttempts());
    }

    /** A file that the server still makes is waited for like a job, and no failure counts it. */
    private static boolean isNotReady(Exchange exchange) {
        return reason(exchange) == Reason.NOT_READY;
    }

    private boolean hasTime(Exchange exchange) {
        var deadline = ApiCall.of(exchange).limits().deadline();
        return !deadline.equals(Instant.MAX) && clock.instant().isBefore(deadline);
    }

    /** Whether a 404 may only mean that the server has not caught up yet with what it has just said. */
    public boolean tooEarly(Exchange exchange) {
        return clock.instant().isBefore(ApiCall.of(exchange).limits().grace()) && worthwhile(exchange);
    }

    /** The same, and another attempt would still be left after one that fails as well. */
    public boolean tooEarlyWithAttemptToSpare(Exchange exchange) {
        return tooEarly(exchange) && failed(exchange) + 1 < settings.maxAttempts();
    }

    /** Not Camel's own count, in which redirects and other turns of a call are attempts too. */
    private static int failed(Exchange exchange) {
        return ApiCall.of(exchange).attempts().failed();
    }

    private static Reason reason(Exchange exchange) {
        return Failure.ofAttempt(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)).reason();
    }

    private boolean inTime(Exchange exchange) {
        var asked = exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY, 0L, Long.class);
        return asked == 0 || clock.instant().plusMillis(asked).isBefore(ApiCall.of(exchange).limits().deadline());
    }

    /** Counts a failed attempt and sets the pause that may follow; the next attempt begins at the API itself. */
    public void noteFailure(Exchange exchange) {
        // First, for Camel goes on after whatever is thrown here, and an attempt that is not counted has no last one.
        var call = ApiCall.of(exchange);
        var before = call.attempts();
        var failed = new ApiCall.Attempts(before.failed() + (isNotReady(exchange) ? 0 : 1), before.pauseMillis(),
                before.since() == null ? clock.instant() : before.since());
        call.with(failed).with(call.course().back()).keep(exchange);
        var thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        var asked = thrown instanceof HttpOperationFailedException answer
                ? parse(answer.getResponseHeaders(), clock.instant()).map(this::bearable)
                : Optional.<Duration>empty();
        var grown = policy.calculateRedeliveryDelay(failed.pauseMillis(), failed.failed());
        ApiCall.of(exchange).with(new ApiCall.Attempts(failed.failed(), grown, failed.since())).keep(exchange);
        var pause = Math.max(grown, asked.map(Duration::toMillis).orElse(0L));
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, pause);

        var attempt = isNotReady(exchange) ? ""
                : "attempt " + failed.failed() + " of " + settings.maxAttempts() + " failed: ";
        var wish = asked.map(duration -> ", the server asks to wait " + duration.toSeconds() + " s").orElse("");
        var export = exchange.getVariable("export");
        LOG.warn("{}{}: {}{}{}; {}", export == null ? "" : export + " ", ApiCall.shown(call.path()), attempt,
                secrets.blotOut(Failure.ofAttempt(thrown).sentence()), wish, follows(exchange)
                        ? "next attempt in " + (pause + 999) / 1000 + " s" : "no other attempt follows");
    }

    private boolean follows(Exchange exchange) {
        return reason(exchange) == Reason.NOT_FOUND ? tooEarly(exchange) : worthwhile(exchange);
    }

    private Duration bearable(Duration wait) {
        return wait.compareTo(settings.longestWait()) < 0 ? wait : settings.longestWait();
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
}
