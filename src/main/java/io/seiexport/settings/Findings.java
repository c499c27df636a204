package io.seiexport.settings;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads settings without ending at the first that cannot be used: it keeps a sentence for each, and the default counts. */
public final class Findings {
    private final Settings settings;
    private final Settings defaults = Settings.defaults();
    private final Set<String> sentences = new LinkedHashSet<>();

    public Findings(Settings settings) {
        this.settings = settings;
    }

    public <T> T read(Function<Settings, T> reading) {
        return read(reading, () -> reading.apply(defaults));
    }

    /** The same where the default may be of no use, either. */
    public <T> T read(Function<Settings, T> reading, Supplier<T> otherwise) {
        try {
            return reading.apply(settings);
        } catch (SettingException | IllegalArgumentException e) {
            sentences.add(e.getMessage());
            return otherwise.get();
        }
    }

    /** One for each setting that cannot be used. */
    public Set<String> sentences() {
        return Collections.unmodifiableSet(sentences);
    }
}
