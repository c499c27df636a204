package io.seiexport.http;

import java.net.URI;
import java.util.regex.Pattern;

import io.seiexport.settings.Settings;

/** Decides which addresses may be called unencrypted: those of this machine, others only where a setting allows it. */
public record PlainHttp(boolean allowed) {
    static final String KEY = "sei.allow-plain-http";
    private static final Pattern LOOPBACK = Pattern.compile("(?i)localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    public static PlainHttp of(Settings settings) {
        return new PlainHttp(settings.flag(KEY));
    }

    /** Whether a call to this address is encrypted, never leaves this machine, or may be read by all on its way. */
    public boolean permits(URI address) {
        return allowed || address.getScheme().equalsIgnoreCase("https")
                || LOOPBACK.matcher(address.getHost()).matches();
    }
}
