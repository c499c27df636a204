package io.seiexport.plan;

import java.util.Optional;
import java.util.regex.Pattern;

/** The one call by which the API answers at once with the file of an export, where it makes no job for it. */
public record Report(String method, String path) {
    private static final Pattern FORM = Pattern.compile("(POST) (/[^\\s#]+)");

    /** A method and a path with its query, such as {@code POST /v2/insights/teams/reports?format=csv}. */
    static Optional<Report> in(String text) {
        var form = FORM.matcher(text.strip());
        return form.matches() ? Optional.of(new Report(form.group(1), form.group(2))) : Optional.empty();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
