package io.seiexport.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the request of a domain that a setting fills: {@code {granularity, required: WEEKLY | MONTHLY}}.
 * The values after the colon are all that the API takes, in the letter case it wants; without them any text goes.
 */
record Field(String name, boolean required, String requiredUnless, String notWith, List<String> allowed) {
    private static final Pattern FORM = Pattern.compile(
            "\\{([a-z][a-z-]*)"
                    + "(?:, (?:(required)|required unless ([a-z-]+)|not with ([a-z-]+)))?"
                    + "(?:: ([^{}]+))?}");

    /** The field that a text of the request stands for; empty when it is plain text. */
    static Optional<Field> in(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            if (text.startsWith("{")) {
                throw new IllegalArgumentException("'" + text + "' is not a valid placeholder: write {name}, "
                        + "{name: A | B}, {name, required: A | B}, {name, required unless other} or "
                        + "{name, not with other}, with lower-case letters and hyphens only in a name");
            }
            return Optional.empty();
        }
        var allowed = form.group(5) == null
                ? List.<String>of()
                : Arrays.stream(form.group(5).split("\\|")).map(String::strip).toList();
        return Optional.of(new Field(form.group(1), form.group(2) != null, form.group(3), form.group(4), allowed));
    }

    /** The value as the API writes it, whatever letter case the setting has; empty when it is not among the allowed. */
    Optional<String> spelled(String value) {
        return allowed.isEmpty()
                ? Optional.of(value)
                : allowed.stream().filter(value::equalsIgnoreCase).findFirst();
    }

    String allowedText() {
        return allowed.isEmpty() ? "give it a value" : "use " + String.join(", ", allowed);
    }
}
