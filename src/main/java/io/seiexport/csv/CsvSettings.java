package io.seiexport.csv;

import java.util.Set;

import io.seiexport.settings.Findings;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/** What the settings say of the files that are downloaded: how large they may be, and which doubtful ones are refused. */
public record CsvSettings(long maxBytes, boolean raggedRowsFail, boolean unframedFails) {

    public static CsvSettings read(Findings findings) {
        return new CsvSettings(findings.read(read -> read.bytes("download.max-bytes")),
                findings.read(read -> fails(read, "ragged-rows")),
                findings.read(read -> fails(read, "download.unframed")));
    }

    private static boolean fails(Settings read, String key) {
        var said = read.text(key);
        if (!Set.of("fail", "warn").contains(said)) {
            throw new SettingException(key, said, "use fail or warn");
        }
        return said.equals("fail");
    }
}
