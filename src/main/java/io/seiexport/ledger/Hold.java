package io.seiexport.ledger;

import java.time.Instant;
import java.util.Map;

/** What is left alone until its time, because it failed: the server, a disk or a sink. */
public record Hold(String what, Instant since, Instant until, String reason, String sentence) {
    public static final String SERVER = "server";
    private static final String DISK = "disk of ";

    public static Hold of(Map<String, Object> row) {
        var read = Entry.of(row);
        return new Hold(read.text("what"), read.moment("since").orElseThrow(), read.moment("until").orElseThrow(),
                read.reason(), read.sentence());
    }

    /** What the disk of a machine is called. */
    public static String diskOf(String host) {
        return DISK + host;
    }

    public boolean isOfServer() {
        return what.equals(SERVER);
    }

    public boolean isOfSink() {
        return !isOfServer() && !what.startsWith(DISK);
    }

    /** To a person: the ledger calls a sink by its name and a few digits. */
    public String subject() {
        return subject(what);
    }

    public static String subject(String what) {
        return what.equals(SERVER) || what.startsWith(DISK) ? "The " + what
                : "The sink " + what.replaceFirst("#.*", "");
    }

    @Override
    public String toString() {
        return subject() + " has been held back since " + since + " and is retried at " + until + " (" + reason + "): "
                + sentence;
    }
}
