package io.seiexport.check;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.seiexport.job.NoticeSettings;
import io.seiexport.settings.Settings;

/** Finds addresses of notices that are none: nobody would notice before an export fails, and then nobody is told. */
record NoticeAddresses(Settings settings) {
    private static final Pattern ROUTE = Pattern.compile("direct:(?://)?notify-([\\w.-]+)");

    /** One sentence for each; none of them shows the address, which may be a secret. */
    List<String> findings() {
        return settings.list(NoticeSettings.SINKS).stream().flatMap(sink -> ROUTE.matcher(sink).results())
                .map(NoticeAddresses::key).distinct()
                .filter(key -> !settings.text(key).isEmpty() && !isAddress(settings.secret(key)))
                .map(key -> key + " is not an address such as https://hooks.example.com/...").toList();
    }

    private static String key(MatchResult route) {
        return "notify." + route.group(1) + ".url";
    }

    private static boolean isAddress(String written) {
        try {
            var address = new URI(written);
            return address.getScheme() != null
                    && (!address.getScheme().matches("(?i)https?") || address.getHost() != null);
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
