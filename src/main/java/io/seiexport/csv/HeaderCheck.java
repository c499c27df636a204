package io.seiexport.csv;

import static io.seiexport.failure.Reason.HEADER;
import static io.seiexport.failure.Reason.JSON;
import static io.seiexport.failure.Reason.MISSING_COLUMNS;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import io.seiexport.failure.Failure;

/**
 * Whether a first line is that of a CSV: a sentence or a page of another format can be read as one, too. Where a person
 * has said which columns there must be, these decide, and neither the type nor the look of the line.
 */
record HeaderCheck(DeclaredType type, Expected expected) {

    static final HeaderCheck ORDINARY = new HeaderCheck(DeclaredType.NONE, Expected.NOTHING);

    private static final int MOST_NAMES = 10;

    /** Refuses a report in whose place the server has something to say, in its own words. */
    void refuseMessage(byte[] first, int length) throws RefusedFile {
        if (!expected.report()) {
            return;
        }
        var said = new String(first, 0, length, StandardCharsets.UTF_8);
        if (type.isJson() || said.stripLeading().startsWith("{")) {
            throw new RefusedFile(JSON, "The server answered with JSON instead of a report%s",
                    Failure.quoteMessage(said));
        }
    }

    /** Refuses a file that its server calls something else. */
    void refuseOtherType() throws RefusedFile {
        var other = type.other();
        if (other.isPresent() && !expected.vouched()) {
            throw new RefusedFile(DeclaredType.reason(other.get()), "The server's Content-Type is '%s', which is not "
                    + "CSV; if the file is CSV, name its columns in %s.", other.get(), expected.setting());
        }
    }

    /** Refuses a header that lacks what must be there, or that may as well be a sentence. */
    void refuseOtherHeader(List<String> names, boolean ended) throws RefusedFile {
        var missing = expected.missingIn(names);
        if (!missing.isEmpty()) {
            throw new RefusedFile(MISSING_COLUMNS, "The file lacks %s, which %s requires; its columns are %s.",
                    listed(missing), expected.setting(), listed(names));
        }
        if (expected.vouched() || names.size() > 1 && ended || isAsBefore(names)) {
            return;
        }
        throw expected.made() ? new RefusedFile(HEADER, ended
                ? "It has a single column, %s, which is none of the file that it was made of, and may be a message "
                + "instead."
                : "It ends within its first line, %s.", listed(names))
                : new RefusedFile(HEADER, ended
                ? "The file has a single column, %s, and may be a message of the server instead; if it is CSV, name "
                + "the column in %s."
                : "The file ends within its first line, %s, and may be a message of the server instead; if that is the "
                + "header, name its columns in %s.",
                listed(names), expected.setting());
    }

    /** What was taken before is no proof where the server itself speaks of a text. */
    private boolean isAsBefore(List<String> names) {
        return expected.knows(names) && !type.mayBeText();
    }

    private static String listed(List<String> names) {
        var shown = names.stream().limit(MOST_NAMES).map(name -> "'" + Header.shown(name) + "'")
                .collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? shown + " and " + (names.size() - MOST_NAMES) + " more" : shown;
    }
}
