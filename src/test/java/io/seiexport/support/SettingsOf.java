package io.seiexport.support;

import java.util.Map;

import io.seiexport.settings.Findings;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.Settings;

/** Settings of a test, without a Camel context. */
public final class SettingsOf {

    private SettingsOf() {
    }

    /** These, and nothing else. */
    public static Settings values(Map<String, String> settings) {
        return new Settings(settings::get, new Secrets());
    }

    /** These, and for all others the packaged defaults. */
    public static Findings orDefaults(Map<String, String> settings) {
        var all = Settings.manual();
        all.putAll(settings);
        return Findings.orDefaults(new Settings(all::getProperty, new Secrets()));
    }
}
