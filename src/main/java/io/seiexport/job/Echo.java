package io.seiexport.job;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.failure.Visible;

/**
 * What the server has repeated of the question, where that is not what was asked. Only fields that both have are
 * compared: the server may leave out what is not set, and add what is usual, or the names of what was asked by id.
 */
public record Echo(List<Difference> differences) {
    public static final Echo NONE = new Echo(List.of());

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Whose rows come, and of which days: with any other, the file is that of another question. */
    private static final Set<String> DECISIVE = Set.of("scope", "dateRange");
    /** An e-mail address, which belongs into no log. */
    private static final String PERSON = "managerEmailId";
    private static final String HIDDEN = "\u2026";
    private static final int MOST = 10;
    private static final int LONGEST = 60;
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final Pattern MOMENT = Pattern.compile("^(" + DAY + ")[T ].*");

    /** A field with what was asked and what was repeated, made visible: the server may have written anything. */
    public record Difference(String field, String asked, String echoed) {
        private boolean decides() {
            return DECISIVE.contains(field.split("\\.", 2)[0]);
        }

        @Override
        public String toString() {
            return field + " is '" + echoed + "' instead of '" + asked + "'";
        }
    }

    public Echo {
        differences = differences.stream().limit(MOST).toList();
    }

    /** What the metadata of an answer about a job, or its scope, repeats otherwise than it was asked by the request. */
    static Echo of(String request, JsonNode metadata, JsonNode scope) {
        try {
            var asked = JSON.readTree(request);
            return new Echo(Stream.concat(differences("scope", asked.path("scope"), scope),
                    differences("", asked, metadata)).distinct()
                    .sorted((one, other) -> Boolean.compare(other.decides(), one.decides())).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request is always written as JSON", e);
        }
    }

    private static Stream<Difference> differences(String field, JsonNode asked, JsonNode echoed) {
        if (asked.isObject() && echoed.isObject()) {
            var prefix = field.isEmpty() ? "" : field + ".";
            return asked.properties().stream().flatMap(entry -> differences(prefix + entry.getKey(), entry.getValue(),
                    echoed.path(entry.getKey())));
        }
        var ours = values(asked);
        var theirs = values(echoed);
        return ours.isEmpty() || theirs.isEmpty() || same(ours, theirs) ? Stream.empty()
                : Stream.of(field.endsWith(PERSON) ? new Difference(field, HIDDEN, HIDDEN)
                        : new Difference(field, shown(ours), shown(theirs)));
    }

    /** One value or several of a list, in no order and any letter case; none of an object. */
    private static Set<String> values(JsonNode node) {
        var values = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        (node.isArray() ? node.valueStream() : Stream.of(node)).filter(value -> value.isTextual() || value.isNumber()
                || value.isBoolean()).map(value -> value.asText().strip()).filter(text -> !text.isEmpty())
                .forEach(values::add);
        return values;
    }

    private static boolean same(Set<String> ours, Set<String> theirs) {
        return folded(ours, theirs).equals(folded(theirs, ours));
    }

    /** In any letter case, and a moment as its day where the other ones are days. */
    private static Set<String> folded(Set<String> values, Set<String> others) {
        var days = others.stream().allMatch(DAY.asMatchPredicate());
        return values.stream().map(value -> days ? MOMENT.matcher(value).replaceFirst("$1") : value)
                .map(value -> value.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    private static String shown(Set<String> values) {
        var text = String.join(", ", values);
        return Visible.of(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    }

    /** Whether anything differs. */
    public boolean any() {
        return !differences.isEmpty();
    }

    /** Whether the scope or the days do, so that the file has other rows than those that were asked for. */
    public boolean isOfOtherRows() {
        return differences.stream().anyMatch(Difference::decides);
    }

    /** Names each field, what was asked and what was repeated; empty if nothing differs. */
    public String sentence() {
        return any() ? "The server repeats another question than was asked: " + differences.stream()
                .map(Difference::toString).collect(Collectors.joining("; ")) + "." : "";
    }
}
