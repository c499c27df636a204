package io.seiexport.delivery;

import java.nio.file.Path;
import java.util.regex.Pattern;

import io.seiexport.csv.FileLimits;
import io.seiexport.settings.Findings;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/** The settings of the files between download and delivery: where they wait, and which of them are kept out. */
public record DeliverySettings(Path staging, boolean driftFails, boolean emptyFails, int quarantinedFiles,
        long quarantinedBytes) {
    static final String DRIFT = "schema-drift";
    static final String EMPTY = "empty-replaces";
    static final String TRANSFORM_TIMEOUT = "transform.timeout";
    /** A kept body is looked through in memory, so that it does not hold the key. */
    private static final long MOST_QUARANTINED = 20_000_000;
    private static final Pattern CODE = Pattern.compile("%[0-9a-fA-F]{2}");

    public static DeliverySettings read(Findings findings) {
        // What is asked for only when a file comes to it.
        findings.read(read -> folder(read, "sink.file.directory", "where direct:sink-file puts the files"));
        findings.read(read -> read.flag("sink.s3.compress"));
        findings.read(read -> read.lasting(TRANSFORM_TIMEOUT));
        return new DeliverySettings(
                findings.read(read -> folder(read, "staging.directory", "where files wait for their sinks")),
                findings.read(read -> read.fails(DRIFT)),
                findings.read(read -> read.fails(EMPTY)),
                findings.read(read -> read.count("quarantine.max-files", 0)),
                findings.read(DeliverySettings::quarantinedBytes));
    }

    /** What a download may be before it is refused. */
    public static FileLimits limits(Findings findings) {
        return new FileLimits(findings.read(read -> read.bytes("download.max-bytes")), FileLimits.DEFAULT.maxRatio(),
                findings.read(read -> read.fails("ragged-rows")),
                findings.read(read -> read.fails("download.unframed")));
    }

    /** In the address of an endpoint, % and two digits would be read as the code of another letter. */
    private static Path folder(Settings read, String key, String meaning) {
        var folder = read.required(key, meaning);
        if (CODE.matcher(folder).find()) {
            throw new SettingException(key, folder, "use a folder whose name has no % before two digits");
        }
        return Path.of(folder);
    }

    private static long quarantinedBytes(Settings read) {
        var key = "quarantine.max-bytes";
        var bytes = read.bytes(key);
        if (bytes > MOST_QUARANTINED) {
            throw new SettingException(key, read.text(key), "use " + MOST_QUARANTINED + " at most");
        }
        return bytes;
    }
}
