package io.seiexport.settings;

/**
 * Whether this process exports by its schedules or for a command, and whether it may write.
 *
 * @param onTheClock    the exports are started by their schedules, so that one that failed can be tried again later
 * @param withoutEffect a command only looks, and nothing may be written
 */
public record RunMode(boolean onTheClock, boolean withoutEffect) {
    /** Set to true by the commands that end when the exports have ended; no setting of the user's. */
    public static final String BY_HAND = "sei-export.by-hand";
    /** Set to true by the command that only looks; no setting of the user's. */
    public static final String WITHOUT_EFFECT = "sei-export.without-effect";

    public static RunMode of(Settings settings) {
        return new RunMode(!settings.text(BY_HAND).equals("true"), settings.text(WITHOUT_EFFECT).equals("true"));
    }
}
