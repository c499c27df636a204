package io.seiexport.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/**
 * Whose metrics are exported: a project of an organization on a server. The server is spelled in one way, however its
 * address is written, so that the ledger and what has landed know it again.
 */
public record Account(String server, String org, String project) {
    private static final int LONGEST_NAME = 300;

    public static Account of(Settings settings) {
        var address = settings.text(BaseUrl.KEY);
        var account = new Account(address.equals(Settings.SANDBOX) ? address : spelledOnce(BaseUrl.resolved(address)),
                settings.org(), settings.project());
        var length = account.ledgerName().length();
        if (length > LONGEST_NAME) {
            throw new SettingException(BaseUrl.KEY + ", sei.project and sei.org have " + length + " characters "
                    + "together when written in an address; the ledger stores at most " + LONGEST_NAME);
        }
        return account;
    }

    /** What the ledger calls it: windows that one account has delivered are still owed by another. */
    public String ledgerName() {
        return server + "?" + query();
    }

    /** The two parameters that every call carries. */
    public String query() {
        return "projectIdentifier=" + ApiCall.encoded(project) + "&orgIdentifier=" + ApiCall.encoded(org);
    }

    /** Letter case counts in the path alone; the default port goes, and so does whatever a user might hide in it. */
    private static String spelledOnce(String address) {
        try {
            var uri = new URI(address);
            if (!Origins.callable(uri)) {
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
