package io.seiexport.settings;

import java.util.Map;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Ordered;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesSource;

/** Supplies the settings that every domain has where a domain of the user's own leaves them out. */
public final class DomainDefaults implements PropertiesSource, Ordered, CamelContextAware {
    private static final Pattern KEY = Pattern.compile("export\\.[^.]+\\.([a-z-]+)");
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("enabled", "true"),
            Map.entry("cron", "0 0 5 * * ?"),
            Map.entry("teams-include", ""),
            Map.entry("teams-exclude", ""),
            Map.entry("new-teams-since", "false"),
            Map.entry("window", "month"),
            Map.entry("closing-lag", "P1D"),
            Map.entry("since", ""),
            Map.entry("settle", "0"),
            Map.entry("expect-columns", ""),
            Map.entry("sinks", "direct:sink-file"),
            Map.entry("transform", ""),
            Map.entry("transform-format", "csv"));

    private CamelContext context;

    @Override
    public String getName() {
        return "domain-defaults";
    }

    @Override
    public String getProperty(String name) {
        var key = KEY.matcher(name);
        return key.matches() && !isGivenAtTheStart(name) ? VALUES.get(key.group(1)) : null;
    }

    /** Camel asks for these when no source has the key. */
    private boolean isGivenAtTheStart(String name) {
        return context.getPropertiesComponent() instanceof PropertiesComponent known
                && known.getInitialProperties() != null && known.getInitialProperties().containsKey(name);
    }

    /** Whatever else knows the key knows better. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST;
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    /** Camel takes a source of properties again, with its context, when it is added. */
    @Override
    public void setCamelContext(CamelContext context) {
        if (this.context == null) {
            this.context = context;
            context.getPropertiesComponent().addPropertiesSource(this);
        }
    }
}
