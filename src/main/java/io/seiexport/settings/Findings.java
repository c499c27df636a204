package io.seiexport.settings;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reads settings without ending at the first that cannot be used: it keeps a sentence for each of them. */
public final class Findings {
    private final Settings settings;
    private final Settings defaults;
    private final Set<String> sentences = new LinkedHashSet<>();

    private Findings(Settings settings, Settings defaults) {
        this.settings = settings;
        this.defaults = defaults;
    }

    /** In place of what cannot be used counts the packaged default. */
    public static Findings orDefaults(Settings settings) {
        return new Findings(settings, Settings.defaults());
    }

    /** In place of what cannot be used there is null, so that whoever reads has to demand that all can be used. */
    public static Findings orNull(Settings settings) {
        return new Findings(settings, null);
    }

    public <T> T read(Function<Settings, T> reading) {
        return read(reading, () -> defaults == null ? null : reading.apply(defaults));
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

    /** Adds the sentences of whoever has looked for them in another way. */
    public boolean add(Collection<String> others) {
        return sentences.addAll(others);
    }

    /** One for each setting that cannot be used. */
    public Set<String> sentences() {
        return Collections.unmodifiableSet(sentences);
    }

    public void demandNone() {
        if (!sentences.isEmpty()) {
            throw new SettingException(String.join("\n", sentences));
        }
    }
}
