package io.seiexport.delivery;

import java.time.Duration;

import io.seiexport.settings.Settings;

/** How long something may take, and the setting to change if that is too short. */
record TimeLimit(Duration time, String setting, String value) {

    static TimeLimit read(Settings settings, String key) {
        return new TimeLimit(settings.lasting(key), key, settings.text(key));
    }

    @Override
    public String toString() {
        return value + " (" + setting + ")";
    }
}
