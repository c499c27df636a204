package io.seiexport.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes names for the tables and columns of a database out of the names of domains and of the columns of a CSV. */
final class SqlNames {
    /** PostgreSQL cuts off what is longer. */
    private static final int LONGEST = 63;
    private static final String HASH = "_%08x";
    private static final int HASH_LENGTH = 9;

    private SqlNames() {
    }

    /** As it stands in a statement, whatever it holds. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** One name, with letters, digits and underscores only; a longer one ends in its hash. */
    static String of(String name) {
        var safe = safe(name);
        return bytes(safe) <= LONGEST ? safe : hashed(safe, name);
    }

    /** Names that differ from each other and from those that are taken: those that would not, end in their hash. */
    static List<String> distinct(List<String> names, Set<String> taken) {
        var uses = new HashMap<String, Integer>();
        taken.forEach(name -> uses.merge(name, 1, Integer::sum));
        names.forEach(name -> uses.merge(of(name), 1, Integer::sum));
        var distinct = new ArrayList<String>();
        for (var name : names) {
            distinct.add(uses.get(of(name)) == 1 ? of(name) : hashed(safe(name), name));
        }
        return distinct;
    }

    private static String safe(String name) {
        var safe = name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{M}\\p{N}]+", "_").replaceAll("^_|_$", "");
        return safe.isEmpty() ? "column" : Character.isDigit(safe.codePointAt(0)) ? "_" + safe : safe;
    }

    private static String hashed(String safe, String name) {
        var cut = safe;
        while (bytes(cut) > LONGEST - HASH_LENGTH) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut + HASH.formatted(name.hashCode());
    }

    private static int bytes(String name) {
        return name.getBytes(UTF_8).length;
    }
}
