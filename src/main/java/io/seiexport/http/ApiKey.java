package io.seiexport.http;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.seiexport.settings.Findings;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs calls with the key of the API, as their domain wants it, and notices when its source holds another one. */
public final class ApiKey {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKey.class);
    private static final Map<String, Header> HEADERS = Map.of(
            "authorization", new Header("Authorization", "ApiKey "),
            "sei-api-key", new Header("SEI_API_KEY", ""),
            "x-api-key", new Header("x-api-key", ""));

    private static final String AUTH = "sei.auth";

    private final Settings source;
    private final Header usual;
    private final Map<String, Header> ofDomains = new ConcurrentHashMap<>();
    /** As last read; its source may be a vault that wants no call for each of ours. */
    private volatile String key;

    /** The header that carries the key, and what stands before it there. */
    private record Header(String name, String scheme) {

        static Header of(Settings settings, String setting) {
            var form = settings.text(setting);
            var header = HEADERS.get(form.toLowerCase(Locale.ROOT));
            if (header == null) {
                throw new SettingException(setting, form, "use authorization, sei-api-key or x-api-key");
            }
            return header;
        }
    }

    public ApiKey(Findings findings, Settings source) {
        this.source = source;
        usual = findings.read(settings -> Header.of(settings, AUTH));
    }

    void sign(Exchange exchange) {
        var header = header(ApiCall.of(exchange).domain());
        exchange.getMessage().setHeader(header.name, value(header, key == null ? read() : key));
    }

    /** The name of the header that a domain wants; a form that there is not is refused. */
    public String demandHeader(String domain) {
        return header(domain).name;
    }

    /** That of the domain, or the usual one where it has none of its own. */
    private Header header(String domain) {
        return ofDomains.computeIfAbsent(domain, name -> {
            var setting = "export." + name + ".auth";
            return name.isEmpty() || source.text(setting).isEmpty() ? usual : Header.of(source, setting);
        });
    }

    /** Reads the key as its source has it now, and refuses one that cannot be sent. */
    public String demandUsable() {
        return value(usual, source.apiKey());
    }

    /** What the header holds; a wrong key is refused without ever being shown. */
    private static String value(Header header, String given) {
        if (!given.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new SettingException("sei.api-key contains a blank or a character that an HTTP header cannot carry");
        }
        return header.scheme + given;
    }

    private String read() {
        key = source.apiKey();
        return key;
    }

    /** After a 401: whether the source of the key now holds another one than the call was sent with. */
    public boolean hasNewKey(Exchange exchange) {
        try {
            var header = header(ApiCall.of(exchange).domain());
            var now = value(header, read());
            var used = exchange.getMessage().getHeader(header.name, String.class);
            return used != null && !used.equals(now);
        } catch (SettingException e) {
            LOG.warn("{}", e.getMessage());
            return false;
        }
    }
}
