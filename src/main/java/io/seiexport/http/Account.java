package io.seiexport.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import io.seiexport.settings.Settings;

/**
 * Whose metrics are exported: a project of an organization on a server. The server is spelled in one way, however its
 * address is written, so that the ledger and what has landed know it again.
 */
public record Account(String server, String org, String project) {

    public static Account of(Settings settings) {
        var address = settings.text(SeiApi.BASE_URL);
        return at(address.equals(Settings.SANDBOX) ? address : SeiApi.resolved(address), settings.org(),
                settings.project());
    }

    /** What the ledger calls it: windows that one account has delivered are still owed by another. */
    public String ledgerName() {
        return server + "?" + query();
    }

    /** The two parameters that every call carries. */
    public String query() {
        return "projectIdentifier=" + SeiApi.encoded(project) + "&orgIdentifier=" + SeiApi.encoded(org);
    }

    private static Account at(String address, String org, String project) {
        return new Account(spelledOnce(address), org, project);
    }

    /** Letter case counts in the path alone; the default port goes, and so does whatever a user might hide in it. */
    private static String spelledOnce(String address) {
        try {
            var uri = new URI(address);
            if (!SeiApi.callable(uri)) {
                return address;
            }
            var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
            var port = uri.getPort() == -1 || uri.getPort() == Origins.defaultPort(uri) ? "" : ":" + uri.getPort();
            return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port
                    + uri.getRawPath().replaceAll("/+$", "");
        } catch (URISyntaxException e) {
            // The settings are refused before anything is done with it.
            return address;
        }
    }

    @Override
    public String toString() {
        return "project " + project + " of organization " + org + " at " + server;
    }
}
