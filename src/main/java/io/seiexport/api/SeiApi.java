package io.seiexport.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;

/** Knows where the SEI API lives and how a call to it is signed. */
public final class SeiApi implements CamelContextAware {
    private static final String BASE_URL = "sei.base-url";
    private static final Pattern HARNESS = Pattern.compile("(?i)(.+\\.)?harness\\.io");
    private static final Map<String, String> CLUSTERS = Map.of(
            "prod1", "https://app.harness.io/prod1/sei/api",
            "prod2", "https://app.harness.io/gratis/sei/api",
            "eu", "https://accounts.eu.harness.io/sei/api");

    private CamelContext context;

    /** The base of every path, without a slash at its end. */
    public String address() {
        var setting = settings().required(BASE_URL, "use sandbox, prod1, prod2, eu or the address of your cluster");
        if (setting.equals(Settings.SANDBOX)) {
            return simulator(setting);
        }
        var address = CLUSTERS.getOrDefault(setting.toLowerCase(Locale.ROOT), setting).replaceAll("/+$", "");
        var uri = parsed(setting, address);
        if (uri.getHost() == null || !"https".equals(uri.getScheme()) && !"http".equals(uri.getScheme())) {
            throw new SettingException(BASE_URL, setting,
                    "use sandbox, prod1, prod2, eu or an address such as https://app.harness.io/prod1/sei/api");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new SettingException(BASE_URL + ": leave out what stands before @ and behind ? or #");
        }
        if (HARNESS.matcher(uri.getHost()).matches()) {
            demandTheApi(setting, uri);
        }
        return address;
    }

    private static void demandTheApi(String setting, URI uri) {
        if (!uri.getPath().endsWith("/sei/api")) {
            throw new SettingException(BASE_URL, setting, "the address of a Harness cluster ends with /sei/api; "
                    + "prod1, prod2 and eu stand for the known ones");
        }
        if (!uri.getScheme().equals("https")) {
            throw new SettingException(BASE_URL, setting,
                    "the key would travel unencrypted; a Harness cluster is reached by https");
        }
    }

    /** The embedded simulator, which only the command line starts. */
    private String simulator(String setting) {
        var address = context.getRegistry().lookupByNameAndType(Settings.SANDBOX, URI.class);
        if (address == null) {
            throw new SettingException(BASE_URL, setting, "the simulator is not embedded here; start it with the "
                    + "command sandbox and set its address");
        }
        return address.toString();
    }

    private static URI parsed(String setting, String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw new SettingException(BASE_URL, setting, "this is no address: " + e.getReason());
        }
    }

    /** The two parameters that every call carries. */
    public String query() {
        return "projectIdentifier=" + encoded(settings().project()) + "&orgIdentifier=" + encoded(settings().org());
    }

    /** Adds the credential to a call, in the header form that the setting names. */
    public void sign(Exchange exchange) {
        var header = credential();
        exchange.getMessage().setHeader(header.getKey(), header.getValue());
    }

    /** The header that carries the key; wrong settings are refused here, without ever showing the key. */
    public Map.Entry<String, String> credential() {
        var key = settings().apiKey();
        if (!key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new SettingException("sei.api-key holds a blank or a character that no HTTP header can carry");
        }
        var form = settings().text("sei.auth");
        return switch (form.toLowerCase(Locale.ROOT)) {
            case "authorization" -> Map.entry("Authorization", "ApiKey " + key);
            case "sei-api-key" -> Map.entry("SEI_API_KEY", key);
            case "x-api-key" -> Map.entry("x-api-key", key);
            default -> throw new SettingException("sei.auth", form, "use authorization, sei-api-key or x-api-key");
        };
    }

    /** The text with the key blotted out, should a server have repeated it. */
    public String withoutKey(String text) {
        var key = settings().text("sei.api-key");
        return key.isEmpty() || text == null ? text : text.replace(key, "***");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Settings settings() {
        return new Settings(context);
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
