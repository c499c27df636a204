package io.seiexport.plan;

import java.util.regex.Pattern;

/** Makes a name from outside into one path segment that every file system and bucket takes. */
final class SafeName {
    /** Two names, the domain, the granularity and the dates make one file name while a file is staged. */
    private static final int LONGEST = 64;
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_-]|[A-Za-z0-9_-][A-Za-z0-9._-]*[A-Za-z0-9_-]");
    /** Windows takes these for devices, whatever stands behind a dot. */
    private static final Pattern DEVICE = Pattern.compile("(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?");

    private SafeName() {
    }

    /** The name itself when it is harmless; else a cleaned form with a digest, so that no two names meet. */
    static String of(String name) {
        if (HARMLESS.matcher(name).matches() && name.length() <= LONGEST && !DEVICE.matcher(name).matches()) {
            return name;
        }
        var clean = name.replaceAll("[^A-Za-z0-9._-]", "_");
        var shortened = clean.substring(0, Math.min(clean.length(), LONGEST)).replaceAll("^\\.+|\\.+$", "_");
        var odd = shortened.isEmpty() || DEVICE.matcher(shortened).matches();
        return (odd ? "_" : "") + shortened + "~" + ShortHash.of(name, 6);
    }
}
