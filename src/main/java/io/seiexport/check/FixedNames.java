package io.seiexport.check;

import java.util.List;
import java.util.regex.Pattern;

import io.seiexport.settings.SettingException;

/** Finds endpoints at which each window would take the place of the one before: their name has nothing of a window. */
final class FixedNames {
    private static final Pattern FOLDER = Pattern.compile("(?s)(file|ftps?|sftp):[^?]*\\?(.*&)?fileName=([^&]*).*");
    /** Who adds to a file wants one file for all. */
    private static final Pattern ADDED = Pattern.compile("[?&]fileExist=Append\\b");
    private static final Pattern ADDRESS = Pattern.compile("(?s)https?:.*");
    private static final Pattern TIME = Pattern.compile("\\$(simple)?\\{date:[^}]*}");
    private static final Pattern EXPRESSION = Pattern.compile("\\$(simple)?\\{");

    private FixedNames() {
    }

    /** One sentence for each of them that the setting lists. */
    static List<String> findings(String key, List<String> sinks) {
        return sinks.stream().filter(FixedNames::isFixed).map(sink -> sentence(key, sink).getMessage()).toList();
    }

    private static boolean isFixed(String sink) {
        var folder = FOLDER.matcher(sink);
        return ADDRESS.matcher(sink).matches() || folder.matches() && !ADDED.matcher(sink).find()
                && !EXPRESSION.matcher(TIME.matcher(folder.group(3)).replaceAll("")).find();
    }

    private static SettingException sentence(String key, String sink) {
        var scheme = ListedEndpoints.scheme(sink);
        var folder = FOLDER.matcher(sink);
        return folder.matches()
                ? new SettingException(key, scheme + ":...", "each file would take the place of the one before, since "
                        + "fileName=" + folder.group(3) + " has nothing of the window; leave fileName out, or put "
                        + "${file:name} into it")
                : new SettingException(key, scheme + ":...", "each file would be sent to the same address, which has "
                        + "nothing of the window; use a sink route that puts ${variable.export.name} into it "
                        + "(src/docs/sinks.md)");
    }
}
