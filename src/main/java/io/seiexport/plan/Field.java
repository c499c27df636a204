package io.seiexport.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A place in the request of a domain that a setting fills: {@code {granularity, required: WEEKLY | MONTHLY}}.
 * The values after the colon are all that the API takes, in the letter case it wants; without them any text goes.
 *
 * @param rules what ties it to other settings, in the order in which they stand there
 */
record Field(String name, List<Rule> rules, List<String> allowed) {
    private static final String NAME = "([a-z][a-z-]*)";
    private static final Pattern FORM = Pattern.compile("\\{" + NAME + "((?:, [^,:{}]+)*)(?:: ([^{}]+))?}");

    /** What a place may demand, in the words that stand for it there. */
    enum Kind {
        /** Sent as such, and not as a text. */
        NUMBER("number"),
        BOOLEAN("boolean"),
        REQUIRED("required"),
        REQUIRED_UNLESS("required unless " + NAME),
        NOT_WITH("not with " + NAME),
        /** Unless the second setting is true. */
        NOT_WITH_UNLESS("not with " + NAME + " unless " + NAME),
        /** Else the place is left out. */
        WHEN("when " + NAME + " = ([^{}:,|\\s]+)"),
        WHEN_OR_EMPTY("when " + NAME + " = ([^{}:,|\\s]+) or empty"),
        /** This value does not go with others in a list. */
        ALONE("(\\w+) alone"),
        /** A tree without its organization and project, if the setting is true. */
        NAME_ALONE("name alone if " + NAME);

        private final Pattern form;

        Kind(String form) {
            this.form = Pattern.compile(form);
        }

        private Optional<Rule> rule(String words) {
            var matcher = form.matcher(words);
            return matcher.matches() ? Optional.of(new Rule(this, IntStream.rangeClosed(1, matcher.groupCount())
                    .mapToObj(matcher::group).toList())) : Optional.empty();
        }
    }

    /** One of them with the names in it. */
    record Rule(Kind kind, List<String> words) {

        String first() {
            return words.get(0);
        }

        String second() {
            return words.get(1);
        }

        /** The setting that only decides on the place, and fills none itself; empty if there is none. */
        Optional<String> switching() {
            return switch (kind) {
                case WHEN, WHEN_OR_EMPTY, NAME_ALONE -> Optional.of(first());
                case NOT_WITH_UNLESS -> Optional.of(second());
                default -> Optional.empty();
            };
        }
    }

    /** The field that a text of the request stands for; empty when it is plain text. */
    static Optional<Field> in(String text) {
        var form = FORM.matcher(text);
        if (form.matches()) {
            var words = Arrays.stream(form.group(2).split(", ")).filter(rule -> !rule.isEmpty()).toList();
            var rules = words.stream().flatMap(rule -> Stream.of(Kind.values()).map(kind -> kind.rule(rule))
                    .flatMap(Optional::stream)).toList();
            if (rules.size() == words.size()) {
                return Optional.of(new Field(form.group(1), rules, values(form.group(3))));
            }
        }
        if (text.startsWith("{")) {
            throw new IllegalArgumentException("'" + text + "' is not a valid placeholder: write {name}, "
                    + "{name: A | B}, {name, required: A | B}, {name, required unless other}, {name, not with other}, "
                    + "{name, not with other unless flag}, {name, number}, {name, boolean}, {name, when other = A}, "
                    + "{name, when other = A or empty} or {name, A alone: A | B}, with lower-case letters and hyphens "
                    + "only in a name");
        }
        return Optional.empty();
    }

    private static List<String> values(String listed) {
        return listed == null ? List.of() : Arrays.stream(listed.split("\\|")).map(String::strip).toList();
    }

    Stream<Rule> rules(Kind... kinds) {
        return rules.stream().filter(rule -> List.of(kinds).contains(rule.kind));
    }

    /** Whether it has a rule that names no setting. */
    boolean is(Kind kind) {
        return rules(kind).findFirst().isPresent();
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
