package io.seiexport.settings;

/** Says in one sentence which setting cannot be used, its value, and what is allowed instead. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SettingException(String key, String value, String allowed) {
        this(key + " = " + value + ": " + allowed);
    }

    public SettingException(String sentence) {
        super(sentence);
    }

    /** The same for a key that must have a value and has none. */
    public static SettingException missing(String key, String meaning) {
        return new SettingException(key + " is missing: " + meaning);
    }
}
