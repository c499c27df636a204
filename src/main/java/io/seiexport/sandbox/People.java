package io.seiexport.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The answers about people: all of them where a CSV is accepted, else a page of JSON. The documents name no columns of
 * the CSV; these are the fields that they name elsewhere.
 */
final class People {
    private static final Set<String> PARAMETERS = Set.of("projectIdentifier", "orgIdentifier", "emails",
            "developerRefIds", "searchKey", "searchValue", "sortOrder", "pageIndex", "pageSize");
    private static final List<String> DEPARTMENTS = List.of("Platform", "Payments, EU", "Data");
    private static final int FIRST_ID = 7001;
    private static final int USUAL_SIZE = 50;
    private static final int LARGEST_SIZE = 100;
    private static final int FIRST_INTEGRATION = 1;

    private final List<String> columns;
    private final List<List<String>> rows;
    private final ReceivedCall received;

    private People(List<String> columns, Stream<List<String>> rows, ReceivedCall received) {
        this.columns = columns;
        this.rows = rows.toList();
        this.received = received;
    }

    /** Those who are in the records, with their attributes. */
    static People developers(ReceivedCall received) {
        var all = Team.everybody();
        return new People(List.of("developerRefId", "name", "email", "manager_email", "department"),
                IntStream.range(0, all.size()).mapToObj(i -> List.of(Integer.toString(FIRST_ID + i), all.get(i).name(),
                        all.get(i).email(), i == 0 ? "" : all.get(0).email(),
                        DEPARTMENTS.get(i % DEPARTMENTS.size()))), received);
    }

    /** What they are called in two systems; the last of them is in one alone. */
    static People identities(ReceivedCall received) {
        var all = Team.everybody();
        return new People(List.of("email", "integrationId", "identity"), all.stream().flatMap(developer ->
                IntStream.range(0, developer == all.get(all.size() - 1) ? 1 : 2).mapToObj(system -> List.of(
                        developer.email(), Integer.toString(FIRST_INTEGRATION + system),
                        developer.email().replaceFirst("@.*", system == 0 ? "" : "-bot")))), received);
    }

    Answer answer() {
        received.query().keySet().stream().filter(name -> !PARAMETERS.contains(name)).findFirst().ifPresent(name -> {
            throw Refused.request("Unrecognized request parameter: " + name);
        });
        if (!received.body().isEmpty()) {
            throw Refused.request("This call has no body");
        }
        var accepted = received.headers().getOrDefault("Accept", "*/*").toLowerCase(Locale.ROOT);
        if (accepted.contains("text/csv")) {
            return csv();
        }
        if (accepted.contains("application/json") || accepted.contains("*/*")) {
            return json();
        }
        throw new Refused(406, "No acceptable representation");
    }

    private Answer csv() {
        var text = Stream.concat(Stream.of(columns), found()).map(People::line).collect(Collectors.joining());
        return Answer.bytes(200, "text/csv", text.getBytes(StandardCharsets.UTF_8))
                .with("Content-Disposition", "attachment; filename=\"people.csv\"");
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Csv::quoted).collect(Collectors.joining(",", "", "\n"));
    }

    private Answer json() {
        int page = Listing.number(received.query(), "pageIndex", 0, 0, Integer.MAX_VALUE);
        int size = Listing.number(received.query(), "pageSize", USUAL_SIZE, 1, LARGEST_SIZE);
        var found = found().toList();
        var json = JsonNodeFactory.instance.objectNode();
        var records = json.putArray("records");
        found.stream().skip((long) page * size).limit(size).forEach(row -> records.add(record(row)));
        return Answer.json(200, json.put("totalCount", found.size()).put("pageIndex", page).put("pageSize", size));
    }

    private ObjectNode record(List<String> row) {
        var json = JsonNodeFactory.instance.objectNode();
        IntStream.range(0, row.size()).forEach(i -> json.put(columns.get(i), row.get(i)));
        return json;
    }

    private Stream<List<String>> found() {
        var emails = List.of(received.query().getOrDefault("emails", "").split(","));
        var key = columns.indexOf(received.query().getOrDefault("searchKey", ""));
        var value = received.query().getOrDefault("searchValue", "").toLowerCase(Locale.ROOT);
        return rows.stream().filter(row -> emails.equals(List.of("")) || row.stream().anyMatch(emails::contains))
                .filter(row -> key < 0 || row.get(key).toLowerCase(Locale.ROOT).contains(value));
    }
}
