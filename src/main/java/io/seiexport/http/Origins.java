package io.seiexport.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/**
 * Decides which servers may be called: the one of sei.base-url, which alone sees the key, and for a download those that a
 * setting lists.
 */
final class Origins {
    static final String ALLOWED_HOSTS = "download.allowed-hosts";
    private static final String ALLOW_PLAIN_HTTP = "sei.allow-plain-http";
    private static final Pattern LOOPBACK = Pattern.compile("(?i)localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

    private final Settings settings;

    Origins(Settings settings) {
        this.settings = settings;
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
        if (!secure(foreign)) {
            throw new ExportFailed(Reason.FOREIGN_HOST, "the server points the download to " + name + ", which is not "
                    + "encrypted; " + ALLOW_PLAIN_HTTP + "=true allows that");
        }
    }

    /** Whether a call to this address is encrypted, never leaves this machine, or may be read by all on its way. */
    boolean secure(URI address) {
        return address.getScheme().equalsIgnoreCase("https") || LOOPBACK.matcher(address.getHost()).matches()
                || settings.flag(ALLOW_PLAIN_HTTP);
    }

    private boolean allowed(URI foreign) {
        var host = foreign.getHost().toLowerCase(Locale.ROOT);
        return allowedHosts().contains(host) || allowedHosts().contains(host + ":" + port(foreign));
    }

    /** The setting, in small letters; a value that is no host is refused. */
    List<String> allowedHosts() {
        var hosts = settings.list(ALLOWED_HOSTS);
        for (var host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new SettingException(ALLOWED_HOSTS, host, "use host or host:port, for example "
                        + "storage.googleapis.com");
            }
        }
        return hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    private static int port(URI address) {
        return address.getPort() >= 0 ? address.getPort() : defaultPort(address);
    }

    static int defaultPort(URI address) {
        return address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
