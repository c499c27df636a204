package io.seiexport.plan;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.failure.Visible;

/**
 * The columns that a file must have because of what was asked for, as the file of a domain declares them, a line each:
 * {@code status {issueStatuses}: {value}_hours}.
 */
public record AskedColumns(List<Line> lines) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern FORM = Pattern.compile(
            "([^{}:]*)\\{([\\w.-]+(?:, *[\\w.-]+)*)(?: *= *([^{}\\s][^{}]*))?}([^{}:]*): *(\\S.*)");
    private static final String OR = "\\s*\\|\\s*";
    private static final int LONGEST_VALUE = 60;

    /**
     * One of them.
     *
     * @param before the words before a value of the request, as a person is told of it
     * @param fields where the value stands in the request
     * @param only   the value for which the line holds, in any letter case; empty if it holds for each
     * @param after  the words behind the value
     * @param names  any of these columns will do
     */
    public record Line(String before, List<String> fields, String only, String after, List<ColumnName> names) {

        private Stream<String> missing(JsonNode request, List<String> header) {
            return fields.stream().flatMap(field -> values(request, field)).distinct()
                    .filter(value -> only.isEmpty() || only.equalsIgnoreCase(value))
                    .filter(value -> names.stream().noneMatch(name -> name.isAmong(header, value)))
                    .map(this::sentence);
        }

        private String sentence(String value) {
            var shown = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
            return Visible.of("asked for " + before + "'" + shown + "'" + after + ", no column "
                    + (names.size() > 1 ? "like " : "")
                    + String.join(", ", names.stream().map(name -> name.shown(shown)).toList()) + " came");
        }
    }

    public AskedColumns {
        lines = List.copyOf(lines);
    }

    /** Those of a domain; what nobody can read is refused. */
    public static AskedColumns of(Domain domain) {
        try {
            var request = JSON.readTree(domain.request());
            return new AskedColumns(domain.columns().lines().map(String::strip).filter(line -> !line.isEmpty())
                    .map(line -> line(domain, request, line)).toList());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the request of " + domain.route() + " is not valid JSON: "
                    + e.getOriginalMessage(), e);
        }
    }

    private static Line line(Domain domain, JsonNode request, String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("the line '" + text + "' in the columns of the domain " + domain
                    + " cannot be read: write WORDS {field of the request}: COLUMN, or WORDS {field = VALUE}: COLUMN | "
                    + "COLUMN; in a column {value} is what was asked for, and * any letters");
        }
        var fields = List.of(form.group(2).split(", *"));
        fields.stream().filter(field -> !isIn(request, field)).findFirst().ifPresent(field -> {
            throw new IllegalArgumentException("the line '" + text + "' in the columns of the domain " + domain
                    + " names " + field + ", which its request does not have");
        });
        return new Line(form.group(1), fields, form.group(3) == null ? "" : form.group(3).strip(), form.group(4),
                Arrays.stream(form.group(5).split(OR)).map(ColumnName::new).toList());
    }

    /** What fills a place in braces, such as {@code {scope}}, may be an object with fields of its own. */
    private static boolean isIn(JsonNode request, String field) {
        var node = request;
        for (var name : field.split("\\.")) {
            node = node.isTextual() ? node : node.path(name);
        }
        return !node.isMissingNode();
    }

    /** A sentence for each value of the request whose column this header lacks; none where there is no header. */
    public List<String> missing(String request, List<String> header) {
        if (header.isEmpty()) {
            return List.of();
        }
        try {
            var asked = JSON.readTree(request);
            return lines.stream().flatMap(line -> line.missing(asked, header)).distinct().toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request is always written as JSON", e);
        }
    }

    private static Stream<String> values(JsonNode request, String field) {
        var node = request.at("/" + field.replace('.', '/'));
        return (node.isArray() ? node.valueStream() : Stream.of(node)).filter(JsonNode::isValueNode)
                .map(JsonNode::asText).filter(text -> !text.isBlank());
    }
}
