package io.seiexport.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows where the SEI API lives, how a call to it is addressed and signed, and that nobody else sees its key. */
public final class SeiApi implements CamelContextAware {
    private static final Logger LOG = LoggerFactory.getLogger(SeiApi.class);
    static final String BASE_URL = "sei.base-url";
    private static final Pattern HARNESS = Pattern.compile("(?i)(.+\\.)?harness\\.io");
    private static final Map<String, String> CLUSTERS = Map.of(
            "prod1", "https://app.harness.io/prod1/sei/api",
            "prod2", "https://app.harness.io/gratis/sei/api",
            "eu", "https://accounts.eu.harness.io/sei/api");

    /** The ledger knows the server by its address, its project and its organization. */
    private static final int LONGEST_SERVER = 300;

    /** A longer one would also keep Camel's own look at it busy for minutes. */
    private static final int LONGEST_ADDRESS = 8192;

    private CamelContext context;
    /** As last read; its source may be a vault that wants no call for each of ours. */
    private volatile String key;

    /** Whose metrics are exported. */
    public Account account() {
        return Account.of(settings());
    }

    /** The base of every path, without a slash at its end. */
    public String address() {
        var setting = settings().required(BASE_URL, "use sandbox, prod1, prod2, eu or the address of your cluster");
        if (setting.equals(Settings.SANDBOX)) {
            return simulator(setting);
        }
        var address = resolved(setting);
        var uri = parsed(setting, address);
        if (!callable(uri)) {
            throw new SettingException(BASE_URL, setting,
                    "use sandbox, prod1, prod2, eu or an address such as https://app.harness.io/prod1/sei/api");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new SettingException(BASE_URL + ": leave out what is before @ and after ? or #");
        }
        if (HARNESS.matcher(uri.getHost()).matches()) {
            demandTheApi(setting, uri);
        }
        if (!new Origins(settings()).secure(uri)) {
            throw new SettingException(BASE_URL, setting, "the key would be sent unencrypted; use https, or allow it "
                    + "with sei.allow-plain-http=true");
        }
        return address;
    }

    static String resolved(String setting) {
        return CLUSTERS.getOrDefault(setting.toLowerCase(Locale.ROOT), setting).replaceAll("/+$", "");
    }

    private static void demandTheApi(String setting, URI uri) {
        if (!uri.getPath().endsWith("/sei/api")) {
            throw new SettingException(BASE_URL, setting, "the address of a Harness cluster ends with /sei/api; "
                    + "prod1, prod2 and eu stand for the known ones");
        }
        if (!uri.getScheme().equals("https")) {
            throw new SettingException(BASE_URL, setting,
                    "the key would be sent unencrypted; a Harness cluster is reached over https");
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
            throw new SettingException(BASE_URL, setting, "this is not an address: " + e.getReason());
        }
    }

    /** The two parameters that every call carries. */
    public String query() {
        return account().query();
    }

    /** Addresses a call of the API, and signs it. */
    public void call(Exchange exchange) throws ExportFailed {
        address(exchange, false);
    }

    /** Addresses a download, which may also come from an allowed server that is shown no key. */
    public void download(Exchange exchange) throws ExportFailed {
        address(exchange, true);
    }

    /** The key goes along only to the very server of sei.base-url. */
    private void address(Exchange exchange, boolean download) throws ExportFailed {
        var call = ApiCall.of(exchange);
        var target = target(call);
        if (target.toString().length() > LONGEST_ADDRESS) {
            throw new ExportFailed(Reason.UNREADABLE_ANSWER, "the server points the " + (download ? "download" : "call")
                    + " to an address of " + target.toString().length() + " characters, and no server accepts more "
                    + "than "
                    + LONGEST_ADDRESS);
        }
        var message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_METHOD, call.method());
        message.setHeader(Exchange.HTTP_URI, withoutQuery(target));
        message.setHeader(Exchange.HTTP_RAW_QUERY, target.getRawQuery() == null ? "" : target.getRawQuery());
        if (Origins.same(URI.create(address()), target)) {
            OtherJob.refuse(pathWithinApi(target), call.exportId());
            var header = credential(usedKey());
            message.setHeader(header.getKey(), header.getValue());
        } else {
            new Origins(settings()).permit(target, download);
        }
    }

    /** Whether a download from there would not be refused. */
    public boolean mayBeAsked(ApiCall call, String path) {
        var target = target(path);
        try {
            if (Origins.same(URI.create(address()), target)) {
                OtherJob.refuse(pathWithinApi(target), call.exportId());
            } else {
                new Origins(settings()).permit(target, true);
            }
            return true;
        } catch (ExportFailed e) {
            return false;
        }
    }

    /** Without that of sei.base-url, which may hold any word. */
    private String pathWithinApi(URI target) {
        var base = URI.create(address()).getRawPath();
        var path = target.getRawPath();
        return path.startsWith(base + "/") ? path.substring(base.length()) : path;
    }

    /** Where the call goes next: on to where it was led, else to its own path. */
    URI target(ApiCall call) {
        var location = call.course().location();
        return location == null ? target(call.path()) : location;
    }

    private URI target(String path) {
        return URI.create(path.startsWith("/") ? address() + path + (path.contains("?") ? "&" : "?") + query() : path);
    }

    private static String withoutQuery(URI target) {
        return target.toString().replaceFirst("[?#].*", "");
    }

    /** Whether this is an absolute address that HTTP can reach. */
    public static boolean callable(URI address) {
        return address.getHost() != null
                && ("https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme()));
    }

    /** The header that carries the key; wrong settings are refused here, without ever showing the key. */
    public Map.Entry<String, String> credential() {
        return credential(settings().apiKey());
    }

    private Map.Entry<String, String> credential(String key) {
        if (!key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new SettingException("sei.api-key contains a blank or a character that an HTTP header cannot carry");
        }
        var form = settings().text("sei.auth");
        return switch (form.toLowerCase(Locale.ROOT)) {
            case "authorization" -> Map.entry("Authorization", "ApiKey " + key);
            case "sei-api-key" -> Map.entry("SEI_API_KEY", key);
            case "x-api-key" -> Map.entry("x-api-key", key);
            default -> throw new SettingException("sei.auth", form, "use authorization, sei-api-key or x-api-key");
        };
    }

    /** Reads the settings that are else read only when a call meets them; a wrong one is refused here. */
    public Object checkLimits() {
        settings().flag("sei.allow-plain-http");
        settings().duration("sei.reuse-window");
        Budget.perMinute(settings());
        if (account().ledgerName().length() > LONGEST_SERVER) {
            throw new SettingException(BASE_URL + ", sei.project and sei.org have " + account().ledgerName().length() + " characters "
                    + "together when written in an address; the ledger stores at most " + LONGEST_SERVER);
        }
        return new Origins(settings()).allowedHosts();
    }

    /** The same for the address of a store, which is sent files and signatures; empty stands for AWS. */
    public Object checkStore(String endpoint) {
        if (!endpoint.isEmpty()) {
            var key = "sink.s3.endpoint";
            try {
                var address = new URI(endpoint);
                if (!callable(address)) {
                    throw new SettingException(key, endpoint, "use an address such as https://s3.example.com");
                }
                if (!new Origins(settings()).secure(address)) {
                    throw new SettingException(key, endpoint, "the files would be sent unencrypted; use https, or "
                            + "allow it with sei.allow-plain-http=true");
                }
            } catch (URISyntaxException e) {
                throw new SettingException(key, endpoint, "this is not an address: " + e.getReason());
            }
        }
        return endpoint;
    }

    private String usedKey() {
        return key == null ? readKey() : key;
    }

    private String readKey() {
        key = settings().apiKey();
        return key;
    }

    /** After a 401: whether the source of the key now holds another one than the call was sent with. */
    public boolean hasNewKey(Exchange exchange) {
        try {
            var header = credential(readKey());
            var used = exchange.getMessage().getHeader(header.getKey(), String.class);
            return used != null && !used.equals(header.getValue());
        } catch (SettingException e) {
            LOG.warn("{}", e.getMessage());
            return false;
        }
    }

    /** The text with the key and all other secrets blotted out, should a server have repeated them. */
    public String withoutKey(String text) {
        return context.getRegistry().findSingleByType(Secrets.class).blotOut(text);
    }

    /** Of a path, in which a plus stands for itself. */
    static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public static String encoded(String text) {
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
