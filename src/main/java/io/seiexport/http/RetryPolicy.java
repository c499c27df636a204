package io.seiexport.http;

import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.LoggingLevel;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;

/** The backoff between the attempts of one call, as the retry settings say; {@link Retry} may make a pause longer. */
public final class RetryPolicy extends RedeliveryPolicy implements CamelContextAware {
    private static final long serialVersionUID = 1L;
    private static final double JITTER = 0.2;
    /** Retry counts the attempts; Camel only has to know that there may be more than one. */
    private static final int WITHOUT_LIMIT = -1;

    private transient CamelContext context;

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
        var settings = new Settings(context);
        setMaximumRedeliveries(WITHOUT_LIMIT);
        setRedeliveryDelay(settings.duration("retry.first-delay").toMillis());
        setMaximumRedeliveryDelay(settings.duration("retry.max-delay").toMillis());
        setUseExponentialBackOff(true);
        setBackOffMultiplier(2);
        setUseCollisionAvoidance(true);
        setCollisionAvoidanceFactor(JITTER);
        setAsyncDelayedRedelivery(true);
        setAllowRedeliveryWhileStopping(false);
        setRetryAttemptedLogLevel(LoggingLevel.DEBUG);
        setLogExhausted(false);
        setLogStackTrace(false);
    }
}
