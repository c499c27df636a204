package io.seiexport.csv;

import io.seiexport.settings.Findings;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/** What a file may be before it is refused. */
public record FileLimits(long maxBytes, int maxRatio, boolean raggedRowsFail, boolean unframedFails) {

    static final FileLimits DEFAULT = new FileLimits(20L << 30, 1000, true, true);

    public static FileLimits read(Findings findings) {
        return new FileLimits(findings.read(read -> read.bytes("download.max-bytes")), DEFAULT.maxRatio(),
                findings.read(read -> fails(read, "ragged-rows")),
                findings.read(read -> fails(read, "download.unframed")));
    }

    private static boolean fails(Settings read, String key) {
        var said = read.text(key);
        return switch (said) {
            case "fail" -> true;
            case "warn" -> false;
            default -> throw new SettingException(key, said, "use fail or warn");
        };
    }

    /** What may be received for {@link #maxBytes} of content: deflate never adds an eighth; the rest is for headers. */
    long maxReceived() {
        long slack = maxBytes / 8 + (1 << 20);
        return maxBytes > Long.MAX_VALUE - slack ? Long.MAX_VALUE : maxBytes + slack;
    }
}
