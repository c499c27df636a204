package io.seiexport.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.seiexport.settings.Findings;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/** Where the SEI API is: the base of every path, without a slash at its end. */
public record BaseUrl(String address, URI uri) {
    static final String KEY = "sei.base-url";
    private static final String MEANING = "use sandbox, prod1, prod2, eu or the address of your cluster";
    private static final Pattern HARNESS = Pattern.compile("(?i)(.+\\.)?harness\\.io");
    private static final Map<String, String> CLUSTERS = Map.of(
            "prod1", "https://app.harness.io/prod1/sei/api",
            "prod2", "https://app.harness.io/gratis/sei/api",
            "eu", "https://accounts.eu.harness.io/sei/api");

    public BaseUrl(String address) {
        this(address, URI.create(address));
    }

    /** One that cannot be used becomes one that nothing can be sent to. */
    public static BaseUrl read(Findings findings, PlainHttp plainHttp, URI simulator) {
        return findings.read(settings -> of(settings, plainHttp, simulator), () -> new BaseUrl(Settings.SANDBOX));
    }

    /** The simulator, which only the command line embeds, is null where there is none. */
    static BaseUrl of(Settings settings, PlainHttp plainHttp, URI simulator) {
        var setting = settings.required(KEY, MEANING);
        if (!setting.equals(Settings.SANDBOX)) {
            return new BaseUrl(checked(setting, plainHttp));
        }
        if (simulator == null) {
            throw new SettingException(KEY, setting, "the simulator is not embedded here; start it with the command "
                    + "sandbox and set its address");
        }
        return new BaseUrl(simulator.toString());
    }

    /** Refuses one at which there can be no server; the simulator need not be there. */
    public static String demandUsable(Settings settings, PlainHttp plainHttp) {
        var setting = settings.required(KEY, MEANING);
        return setting.equals(Settings.SANDBOX) ? setting : checked(setting, plainHttp);
    }

    private static String checked(String setting, PlainHttp plainHttp) {
        var address = resolved(setting);
        var uri = parsed(setting, address);
        if (!Origins.callable(uri)) {
            throw new SettingException(KEY, setting,
                    "use sandbox, prod1, prod2, eu or an address such as https://app.harness.io/prod1/sei/api");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new SettingException(KEY + ": leave out what is before @ and after ? or #");
        }
        if (HARNESS.matcher(uri.getHost()).matches()) {
            demandTheApi(setting, uri);
        }
        if (!plainHttp.permits(uri)) {
            throw new SettingException(KEY, setting, "the key would be sent unencrypted; use https, or allow it with "
                    + PlainHttp.KEY + "=true");
        }
        return address;
    }

    static String resolved(String setting) {
        return CLUSTERS.getOrDefault(setting.toLowerCase(Locale.ROOT), setting).replaceAll("/+$", "");
    }

    private static URI parsed(String setting, String address) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw new SettingException(KEY, setting, "this is not an address: " + e.getReason());
        }
    }

    private static void demandTheApi(String setting, URI uri) {
        if (!uri.getPath().endsWith("/sei/api")) {
            throw new SettingException(KEY, setting, "the address of a Harness cluster ends with /sei/api; "
                    + "prod1, prod2 and eu stand for the known ones");
        }
        if (!uri.getScheme().equals("https")) {
            throw new SettingException(KEY, setting,
                    "the key would be sent unencrypted; a Harness cluster is reached over https");
        }
    }

    /** Whether this address is at the same server. */
    boolean hosts(URI other) {
        return Origins.same(uri, other);
    }

    /** The path without that of the base, which may hold any word. */
    String pathWithin(URI target) {
        var base = uri.getRawPath();
        var path = target.getRawPath();
        return path.startsWith(base + "/") ? path.substring(base.length()) : path;
    }

    /** The name of the server, with its port. */
    String authority() {
        return uri.getAuthority();
    }
}
