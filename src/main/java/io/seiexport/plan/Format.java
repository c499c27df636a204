package io.seiexport.plan;

import java.util.Locale;
import java.util.stream.Stream;

import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/** What a file is when it lands. The server sends CSV; only a transform can make something else of it. */
public enum Format {
    CSV("text/csv"),
    /** JSON lines: an object in each line. */
    JSONL("application/x-ndjson");

    /** Why the server is asked for nothing else. */
    public static final String ONLY_CSV = "files are requested as CSV, because only of a CSV it can be verified that "
            + "it is whole; JSON lines are made of it by a transform, see ";

    private final String contentType;

    Format(String contentType) {
        this.contentType = contentType;
    }

    public static Format read(Settings settings, String key) {
        var word = settings.text(key);
        return Stream.of(values()).filter(format -> format.toString().equals(word)).findFirst()
                .orElseThrow(() -> new SettingException(key, word, "use csv or jsonl"));
    }

    String contentType() {
        return contentType;
    }

    /** The word of the setting, which is also the ending of the file. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
