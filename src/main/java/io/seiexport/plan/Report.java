package io.seiexport.plan;

import java.util.Optional;
import java.util.regex.Pattern;

/** The one call by which the API answers at once with the file of an export, where it makes no job for it. */
public record Report(String method, String path) {
    private static final Pattern FORM = Pattern.compile("(GET|POST) (/[^\\s#]+)");

    /** A method and a path with its query, such as {@code POST /v2/insights/teams/reports?format=csv}. */
    static Optional<Report> in(String text) {
        var form = FORM.matcher(text.strip());
        return form.matches() ? Optional.of(new Report(form.group(1), form.group(2))) : Optional.empty();
    }

    /** Whether the question travels in the address, and the form of the answer in a header. */
    public boolean isGet() {
        return method.equals("GET");
    }

    /** The path of the call for this request, whose fields a GET has as parameters. */
    public String pathFor(String request) {
        return isGet() ? path + Parameters.of(request, path.contains("?") ? "&" : "?") : path;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
