package io.seiexport.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.seiexport.settings.SettingException;
import io.seiexport.settings.Settings;

/**
 * Knows the e-mail addresses of the managers whose teams are exported. A scope has only a name for each, so that no
 * address is part of a file name, of the log, or of the ledger's ids.
 *
 * @param key the setting, which lists them as {@code name:address}
 */
record Managers(String key, Map<String, String> addresses) {
    static final String SETTING = "managers";

    static Managers read(Settings settings, Domain domain) {
        var key = domain.key(SETTING);
        var addresses = new TreeMap<String, String>();
        for (var entry : settings.list(key)) {
            var colon = entry.indexOf(':');
            var name = colon < 0 ? "" : entry.substring(0, colon).strip();
            var address = entry.substring(colon + 1).strip();
            if (name.isEmpty() || !address.contains("@") || addresses.put(name, address) != null) {
                throw new SettingException(key + ": use name:address for each manager, and each name once, for "
                        + "example jane:jane.doe@example.com");
            }
        }
        return new Managers(key, Map.copyOf(addresses));
    }

    /** The setting of the domain that has this one, too. */
    static String beside(String key) {
        return key.substring(0, key.lastIndexOf('.') + 1) + SETTING;
    }

    /** The address behind the name in a scope. */
    String address(Scope scope) {
        var address = addresses.get(scope.manager());
        if (address == null) {
            var names = new ArrayList<>(addresses.keySet());
            names.sort(null);
            throw SettingException.missing(key, "the e-mail address of the manager of " + scope + ", as "
                    + scope.manager() + ":address" + known(names));
        }
        return address;
    }

    private static String known(List<String> names) {
        return names.isEmpty() ? "" : "; it has " + String.join(", ", names);
    }
}
