package io.seiexport.settings;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Ordered;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesSource;

/**
 * Supplies the settings of exports that leave them out: a variant has those of its domain, and a domain of the user's
 * own has those that every domain has.
 */
public final class DomainDefaults implements PropertiesSource, Ordered, CamelContextAware {
    private static final Pattern KEY = Pattern.compile("export\\.[^.]+\\.([a-z-]+)");
    private static final Pattern OF_A_VARIANT = Pattern.compile("(export\\.[^.]+)\\.([^.]+)\\.(.+)");
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("enabled", "true"),
            Map.entry("auth", ""),
            Map.entry("cron", "0 0 5 * * ?"),
            Map.entry("teams-include", ""),
            Map.entry("teams-exclude", ""),
            Map.entry("new-teams-since", "false"),
            Map.entry("window", "month"),
            Map.entry("range-end", "last-day"),
            Map.entry("closing-lag", "P1D"),
            Map.entry("since", ""),
            Map.entry("settle", "0"),
            Map.entry("expect-columns", ""),
            Map.entry("sinks", "direct:sink-file"),
            Map.entry("transform", ""),
            Map.entry("transform-format", "csv"),
            Map.entry("projects", ""));

    private CamelContext context;

    @Override
    public String getName() {
        return "domain-defaults";
    }

    @Override
    public String getProperty(String name) {
        if (isGivenAtTheStart(name)) {
            return null;
        }
        var key = KEY.matcher(name);
        return key.matches() ? VALUES.get(key.group(1)) : ofDomain(name);
    }

    private String ofDomain(String name) {
        var key = OF_A_VARIANT.matcher(name);
        return key.matches() && isVariant(key.group(1), key.group(2)) ? known(key.group(1) + "." + key.group(3)) : null;
    }

    private boolean isVariant(String domain, String name) {
        var variants = known(domain + ".variants");
        return variants != null && List.of(variants.strip().split("\\s*,\\s*")).contains(name);
    }

    private String known(String key) {
        try {
            var value = context.resolvePropertyPlaceholders("{{?" + key + "}}");
            return value == null || value.startsWith("{{?") ? null : value;
        } catch (RuntimeCamelException | IllegalArgumentException e) {
            // Whoever asks for it is told why it cannot be read.
            return "{{" + key + "}}";
        }
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
