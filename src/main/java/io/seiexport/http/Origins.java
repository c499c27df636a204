package io.seiexport.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.settings.Findings;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/** Decides which servers may be called: that of sei.base-url, with the key, and for a download those of a setting. */
public record Origins(PlainHttp plainHttp, List<String> allowedHosts) {
    private static final String ALLOWED_HOSTS = "download.allowed-hosts";
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

    public static Origins read(Findings findings, PlainHttp plainHttp) {
        return new Origins(plainHttp, findings.read(Origins::allowedHosts));
    }

    /** The setting, in small letters; a value that is no host is refused. */
    private static List<String> allowedHosts(Settings settings) {
        var hosts = settings.list(ALLOWED_HOSTS);
        for (var host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new SettingException(ALLOWED_HOSTS, host, "use host or host:port, for example "
                        + "storage.googleapis.com");
            }
        }
        return hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /** Whether this is an absolute address that HTTP can reach. */
    public static boolean callable(URI address) {
        return address.getHost() != null
                && ("https".equalsIgnoreCase(address.getScheme()) || "http".equalsIgnoreCase(address.getScheme()));
    }

    /** Whether two addresses have scheme, host and port in common; only then may both see the key. */
    static boolean same(URI one, URI other) {
        return one.getScheme().equalsIgnoreCase(other.getScheme()) && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    /** Refuses a server that nobody has allowed a download to come from. */
    void permit(URI foreign, boolean download) throws ExportFailed {
        var name = foreign.getScheme() + "://" + foreign.getAuthority();
        if (foreign.getRawUserInfo() != null || !download || !allowed(foreign)) {
            throw new ExportFailed(Reason.FOREIGN_HOST, download && foreign.getRawUserInfo() == null
                    ? "the server points the download to " + name + ", which is not the server of sei.base-url; to "
                    + "allow that, add " + foreign.getHost() + " to " + ALLOWED_HOSTS
                    : "the server redirects the call to another server, and the key is not sent there; is sei.base-url "
                            + "the real address of the API?");
        }
        if (!plainHttp.permits(foreign)) {
            throw new ExportFailed(Reason.FOREIGN_HOST, "the server points the download to " + name + ", which is not "
                    + "encrypted; " + PlainHttp.KEY + "=true allows that");
        }
    }

    private boolean allowed(URI foreign) {
        var host = foreign.getHost().toLowerCase(Locale.ROOT);
        return allowedHosts.contains(host) || allowedHosts.contains(host + ":" + port(foreign));
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : defaultPort(address);
    }

    static int defaultPort(URI address) {
        return address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
