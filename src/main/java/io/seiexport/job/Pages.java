package io.seiexport.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.seiexport.failure.ExportFailed;
import io.seiexport.failure.Reason;

/**
 * A list that comes in pages, which counts only if it came whole: with as many elements as the server says that it has,
 * each once.
 *
 * @param read  how many pages came
 * @param total how many elements there are, as each page says; negative if none says so
 */
record Pages(String what, int read, long total, boolean isWhole, Set<String> ids, List<Map<?, ?>> elements) {
    static final int SIZE = 100;
    /** Whoever sends more means something else. */
    private static final int MOST = 200_000;

    static Pages of(String what) {
        return new Pages(what, 0, -1, false, Set.of(), List.of());
    }

    /** With the next page, whose fields have these names; a key tells its elements apart, and is empty for none. */
    Pages with(Object answer, String field, String totalField, Function<Map<?, ?>, String> key) throws ExportFailed {
        if (!(answer instanceof Map<?, ?> page) || !(page.get(field) instanceof List<?> found)) {
            throw broken("is without the field " + field);
        }
        var said = page.get(totalField) instanceof Number number ? number.longValue() : -1;
        if (read > 0 && said != total) {
            throw broken("has changed while it was read: " + total + " entries, then " + said);
        }
        var all = new ArrayList<>(elements);
        var known = new HashSet<>(ids);
        for (var element : found) {
            if (!(element instanceof Map<?, ?> one) || key.apply(one).isEmpty()) {
                throw broken("has an entry without a usable id");
            }
            if (!known.add(key.apply(one))) {
                throw broken("names " + key.apply(one) + " twice");
            }
            all.add(one);
        }
        if (all.size() > MOST) {
            throw broken("has more than " + MOST + " entries");
        }
        var whole = said >= 0 ? all.size() >= said : found.isEmpty();
        if (said >= 0 && (all.size() > said || !whole && found.isEmpty())) {
            throw broken("has " + said + " entries, as it says, but " + all.size() + " came");
        }
        return new Pages(what, read + 1, said, whole, known, all);
    }

    private ExportFailed broken(String how) {
        return new ExportFailed(Reason.UNEXPECTED_ANSWER, "the list of " + what + " that the server sent " + how);
    }
}
