package io.seiexport.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the request of a domain that a setting fills: {@code {granularity, required: WEEKLY | MONTHLY}}.
 * The values after the colon are all that the API takes, in the letter case it wants; without them any text goes.
 *
 * @param when the value of another setting with which the field is sent; null if it is sent with any
 */
record Field(String name, Kind kind, When when, boolean required, String requiredUnless, String notWith,
        List<String> allowed) {
    private static final Pattern FORM = Pattern.compile(
            "\\{([a-z][a-z-]*)"
                    + "(?:, (number|boolean))?"
                    + "(?:, when ([a-z][a-z-]*) = ([^{}:,|\\s]+))?"
                    + "(?:, (?:(required)|required unless ([a-z-]+)|not with ([a-z-]+)))?"
                    + "(?:: ([^{}]+))?}");

    /** As what a value is sent. */
    enum Kind {
        TEXT, NUMBER, BOOLEAN
    }

    /** That another setting has this value. */
    record When(String other, String value) {
    }

    /** The field that a text of the request stands for; empty when it is plain text. */
    static Optional<Field> in(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            if (text.startsWith("{")) {
                throw new IllegalArgumentException("'" + text + "' is not a valid placeholder: write {name}, "
                        + "{name: A | B}, {name, required: A | B}, {name, required unless other}, "
                        + "{name, not with other}, {name, number}, {name, boolean} or {name, when other = A}, with "
                        + "lower-case letters and hyphens only in a name");
            }
            return Optional.empty();
        }
        var kind = form.group(2) == null ? Kind.TEXT : Kind.valueOf(form.group(2).toUpperCase(Locale.ROOT));
        var when = form.group(3) == null ? null : new When(form.group(3), form.group(4));
        var allowed = form.group(8) == null
                ? List.<String>of()
                : Arrays.stream(form.group(8).split("\\|")).map(String::strip).toList();
        return Optional.of(new Field(form.group(1), kind, when, form.group(5) != null, form.group(6), form.group(7),
                allowed));
    }

    /** The value as the API writes it, whatever letter case the setting has; empty when it is not among the allowed. */
    Optional<String> spelled(String value) {
        return allowed.isEmpty()
                ? Optional.of(value)
                : allowed.stream().filter(value::equalsIgnoreCase).findFirst();
    }

    String allowedText() {
        return allowed.isEmpty() ? "give it a value" : allowedText(allowed);
    }

    static String allowedText(Iterable<String> allowed) {
        return "use " + String.join(", ", allowed);
    }
}
