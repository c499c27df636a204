package io.seiexport.plan;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a column may be called, told by letters and digits alone: the API spells its columns in several ways, and nobody
 * knows what it makes of other signs, or of letters with accents, in a name that it makes of a status.
 *
 * @param pattern with {@code {value}} for what was asked for, and {@code *} for any letters or none
 */
record ColumnName(String pattern) {
    private static final String VALUE = "{value}";
    private static final UnaryOperator<String> LETTERS = text -> lower(Normalizer.normalize(text, Normalizer.Form.NFKD))
            .replaceAll("[^\\p{L}\\p{N}]", "");
    private static final UnaryOperator<String> OF_ASCII = text -> lower(text).replaceAll("[^a-z0-9]", "");

    /** Whether a column of the header is called so; where the value has no letter to go by, it counts as there. */
    boolean isAmong(List<String> header, String value) {
        if (pattern.contains(VALUE) && LETTERS.apply(value).isEmpty()) {
            return true;
        }
        return header.stream().anyMatch(column -> fits(column, value, LETTERS) || fits(column, value, OF_ASCII));
    }

    private boolean fits(String column, String value, UnaryOperator<String> known) {
        var parts = Arrays.stream(pattern.split("\\*", -1)).map(part -> part.replace(VALUE, value))
                .map(known).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.matches(parts, known.apply(column));
    }

    /** As the API would most likely spell it. */
    String shown(String value) {
        return pattern.replace(VALUE, lower(value.strip()).replaceAll("[\\s_-]+", "_"));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
