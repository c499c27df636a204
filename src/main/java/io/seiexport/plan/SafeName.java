package io.seiexport.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Makes a name from outside into one path segment that every file system and bucket takes. */
final class SafeName {
    private static final int LONGEST = 80;

    private SafeName() {
    }

    /** The name itself when it is harmless; else a cleaned form with a digest, so that no two names meet. */
    static String of(String name) {
        var clean = name.replaceAll("[^A-Za-z0-9._-]", "_");
        if (clean.equals(name) && name.length() <= LONGEST && !name.startsWith(".") && !name.endsWith(".")) {
            return name;
        }
        var shortened = clean.substring(0, Math.min(clean.length(), LONGEST)).replaceAll("^\\.+|\\.+$", "_");
        return shortened + "~" + digest(name);
    }

    private static String digest(String name) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
