package io.seiexport.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.seiexport.settings.SettingException;

/** Finds endpoints at which files would take each other's place: their name has nothing of a window, or of a scope. */
final class FixedNames {
    private static final Pattern FOLDER = Pattern.compile("file|ftps?|sftp");
    private static final Pattern ADDRESS = Pattern.compile("https?");
    /** Where a store is told the name of what it gets. */
    private static final Map<String, String> STORES = Map.of("aws2-s3", "keyName", "azure-storage-blob", "blobName",
            "google-storage", "objectName");
    private static final String USUAL = "${file:name}";
    private static final Pattern TIME = Pattern.compile("\\$(simple)?\\{date:[^}]*}");
    private static final Pattern LAST_PART = Pattern.compile("\\$(simple)?\\{file:onlyname[^}]*}");
    private static final Pattern WITH_FOLDERS = Pattern.compile(
            "\\$(simple)?\\{(file:|variable\\.export\\.name)[^}]*}");
    private static final Pattern EXPRESSION = Pattern.compile("\\$(simple)?\\{");

    private FixedNames() {
    }

    /** One sentence for each of them that the setting lists. */
    static List<String> findings(String key, List<String> sinks) {
        return sinks.stream().flatMap(sink -> why(sink).map(why -> new SettingException(key,
                ListedEndpoints.scheme(sink) + ":...", why).getMessage()).stream()).toList();
    }

    private static Optional<String> why(String sink) {
        var scheme = sink.replaceFirst("(?s):.*", "");
        if (FOLDER.matcher(scheme).matches()) {
            return ofFolder(sink);
        }
        var named = option(sink, STORES.getOrDefault(scheme, ""));
        return ADDRESS.matcher(scheme).matches() || named.isPresent() && isFixed(named.get())
                ? Optional.of("each file would be sent to the same address, which has nothing of the window; use a "
                        + "sink route that puts ${variable.export.name} into it (src/docs/sinks.md)")
                : Optional.empty();
    }

    private static Optional<String> ofFolder(String sink) {
        var given = option(sink, "fileName");
        var name = given.orElse(USUAL);
        var flat = option(sink, "flatten").filter("true"::equals).isPresent();
        // Who adds to a file wants one file for all.
        if (option(sink, "fileExist").filter("Append"::equals).isPresent()) {
            return Optional.empty();
        }
        if (isFixed(name)) {
            return Optional.of("each file would take the place of the one before, since fileName=" + name
                    + " has nothing of the window; leave fileName out, or put ${file:name} into it");
        }
        return isFixed((flat ? WITH_FOLDERS : LAST_PART).matcher(name).replaceAll(""))
                ? Optional.of("files of several scopes would take each other's place, since "
                        + (flat ? "flatten=true" : "fileName=" + name) + " leaves no more of a name than the window; "
                        + "leave it out, or set fileName=${variable.export.stagedName}.csv")
                : Optional.empty();
    }

    private static boolean isFixed(String name) {
        return !EXPRESSION.matcher(TIME.matcher(name).replaceAll("")).find();
    }

    private static Optional<String> option(String sink, String name) {
        return Stream.of(sink.replaceFirst("(?s)^[^?]*\\??", "").split("&"))
                .map(option -> option.split("=", 2))
                .filter(option -> option.length > 1 && EndpointOptions.isSame(option[0], name))
                .map(option -> option[1]).findFirst();
    }
}
