package io.seiexport.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * Which windows of the ledger a command is about: of each kind one must match; where a list is empty, any does.
 *
 * @param exports names as a JSON list, as are the scopes, the states and the ids of windows
 * @param days    the first and last days of some periods, as a JSON list
 * @param failed  whether only those are meant that are not delivered because something went wrong
 * @param series  the only series that the windows can be of, so that no other is looked through; null if there are more
 */
public record WindowFilter(String exports, String scopes, String states, String ids, String days, boolean failed,
        String series) {

    /** What a statement asks of a row of sei_window. */
    static final String MATCHES = """
            server = :server
            and (:exports = '[]' or domain in (select value ->> 'id' from json_each(:exports)))
            and (:scopes = '[]' or scope in (select value ->> 'id' from json_each(:scopes)))
            and (:states = '[]' or state in (select value ->> 'id' from json_each(:states)))
            and (:ids = '[]' and :days = '[]' or id in (select value ->> 'id' from json_each(:ids))
            or exists (select 1 from json_each(:days) days
            where window_start <= days.value ->> 'to' and window_end >= days.value ->> 'from'))
            and (not :failed or state <> 'delivered'
            and (failures > 0 or coalesce(reason, '') not in ('', 'stopped')))
            """;

    /** Names as a JSON list, in the form that the statements of SQL read. */
    public static String list(Collection<String> names) {
        return names.stream().map(name -> "{\"id\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(name))
                + "\"}").collect(Collectors.joining(",", "[", "]"));
    }

    /** The same of this series alone. */
    public WindowFilter of(String only) {
        return new WindowFilter(exports, scopes, states, ids, days, failed, only);
    }

    Map<String, Object> values() {
        var values = new HashMap<String, Object>(Map.of("exports", exports, "scopes", scopes, "states", states,
                "ids", ids, "days", days, "failed", failed));
        values.put("series", series);
        return values;
    }
}
