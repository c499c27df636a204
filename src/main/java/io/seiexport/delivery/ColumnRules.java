package io.seiexport.delivery;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.seiexport.csv.ColumnChange;
import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;
import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/** Which columns of the files of a domain are kept, dropped, renamed or hashed; one that is not named stays. */
public record ColumnRules(String domain, List<String> keep, List<String> drop, Map<String, String> rename,
        List<String> hash) {
    static final String SALT = "transform.columns.salt";
    private static final String ROUTE = "direct:transform-columns";
    private static final List<String> KINDS = List.of("keep", "drop", "rename", "hash");
    private static final int SHORTEST_SALT = 16;

    /** Refuses what contradicts itself, whatever the columns of the files are. */
    public static ColumnRules read(Settings settings, String domain) {
        var rules = new ColumnRules(domain, settings.list(key(domain, "keep")), settings.list(key(domain, "drop")),
                renamed(key(domain, "rename"), settings), settings.list(key(domain, "hash")));
        if (!rules.any()) {
            throw new SettingException("export." + domain + ".transform", ROUTE, "it changes nothing without one of "
                    + KINDS.stream().map(rules::key).collect(Collectors.joining(", ")));
        }
        rules.refuseContradictions(settings);
        if (!rules.hash.isEmpty()) {
            salt(settings, rules.key("hash"));
        }
        return rules;
    }

    /** Whether a domain has any such setting. */
    public static boolean given(Settings settings, String domain) {
        return KINDS.stream().anyMatch(kind -> !settings.text(key(domain, kind)).isEmpty());
    }

    private static String key(String domain, String kind) {
        return "export." + domain + ".columns." + kind;
    }

    String key(String kind) {
        return key(domain, kind);
    }

    private boolean any() {
        return !keep.isEmpty() || !drop.isEmpty() || !rename.isEmpty() || !hash.isEmpty();
    }

    private static Map<String, String> renamed(String key, Settings settings) {
        var renamed = new LinkedHashMap<String, String>();
        for (var pair : settings.list(key)) {
            var names = pair.split(":", -1);
            if (names.length != 2 || names[0].isBlank() || names[1].isBlank()) {
                throw new SettingException(key, pair, "use pairs old:new; neither name may hold a colon");
            }
            if (renamed.containsValue(names[1].strip())) {
                throw new SettingException(key, pair, "two columns cannot get the same name");
            }
            if (renamed.put(names[0].strip(), names[1].strip()) != null) {
                throw new SettingException(key, pair, "this column is renamed twice");
            }
        }
        return renamed;
    }

    private void refuseContradictions(Settings settings) {
        if (!keep.isEmpty() && !drop.isEmpty()) {
            throw new SettingException(key("keep"), settings.text(key("keep")), "use it or " + key("drop")
                    + ", not both");
        }
        for (var kind : List.of("rename", "hash")) {
            for (var name : kind.equals("hash") ? hash : List.copyOf(rename.keySet())) {
                if (isLeftOut(name)) {
                    throw new SettingException(key(kind), name, keep.isEmpty() ? key("drop") + " drops this column"
                            : key("keep") + " does not keep this column");
                }
            }
        }
    }

    private boolean isLeftOut(String name) {
        return drop.contains(name) || !keep.isEmpty() && !keep.contains(name);
    }

    /** The secret without which nobody can tell whose hash it is; read by its own name, so that it is redacted. */
    static String salt(Settings settings, String why) {
        var salt = settings.secret(SALT);
        if (salt.isEmpty()) {
            throw SettingException.missing(SALT, "the secret that " + why + " needs, " + SHORTEST_SALT
                    + " characters at least, as a value or as file:PATH");
        }
        if (salt.length() < SHORTEST_SALT) {
            throw new SettingException(SALT + " is too short: use " + SHORTEST_SALT + " characters at least");
        }
        return salt;
    }

    /** What becomes of each column of a file with this header. */
    List<ColumnChange> changes(List<String> header) throws ExportFailed {
        demandThere("keep", keep, header);
        demandThere("drop", drop, header);
        demandThere("rename", List.copyOf(rename.keySet()), header);
        demandThere("hash", hash, header);
        var changes = new ArrayList<ColumnChange>();
        var names = new HashSet<String>();
        for (var name : header) {
            var now = rename.getOrDefault(name, name);
            changes.add(isLeftOut(name) ? ColumnChange.LEFT_OUT : new ColumnChange(now, hash.contains(name)));
            if (!isLeftOut(name) && !names.add(now)) {
                throw refused(key("rename") + " would give two columns the name '" + now + "'", header);
            }
        }
        if (names.isEmpty()) {
            throw refused(key("drop") + " leaves no column", header);
        }
        return changes;
    }

    private void demandThere(String kind, List<String> names, List<String> header) throws ExportFailed {
        var missing = names.stream().filter(name -> !header.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw refused(key(kind) + " names " + listed(missing.stream()) + ", which the file does not have", header);
        }
    }

    private static ExportFailed refused(String what, List<String> header) {
        return new ExportFailed(Reason.TRANSFORM, what + "; its columns are " + listed(header.stream()));
    }

    private static String listed(Stream<String> names) {
        return names.map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }
}
