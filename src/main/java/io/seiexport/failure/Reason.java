package io.seiexport.failure;

import static io.seiexport.failure.Reason.Rule.COUNTS_NOTHING;
import static io.seiexport.failure.Reason.Rule.HOLDS_DISK;
import static io.seiexport.failure.Reason.Rule.HOLDS_SERVER;
import static io.seiexport.failure.Reason.Rule.HOLDS_SINKS;
import static io.seiexport.failure.Reason.Rule.KEEPS_JOB;
import static io.seiexport.failure.Reason.Rule.NO_OTHER_ATTEMPT;
import static io.seiexport.failure.Reason.Rule.POSTPONES;
import static io.seiexport.failure.Reason.Rule.SPARES_SINK;
import static io.seiexport.failure.Reason.Rule.WAITS_FOR_NEW_JOB;

import java.util.Set;

/**
 * Why something failed, and what follows from it. Where no rule says otherwise, nothing here forbids another attempt of
 * the call (the routes decide whether there is one, by its answer), the export counts a failure of its window, its next
 * try asks for a new job, and nothing else is held back.
 */
public enum Reason {
    // The server does not do its part, or the way to it is closed.
    UNREACHABLE("unreachable", POSTPONES, KEEPS_JOB, HOLDS_SERVER),
    TLS("tls", POSTPONES, KEEPS_JOB, HOLDS_SERVER),
    TIMEOUT("timeout", POSTPONES, KEEPS_JOB, HOLDS_SERVER),
    INPUT_OUTPUT("input-output", POSTPONES, KEEPS_JOB, HOLDS_SERVER),
    SERVER_ERROR("server-error", POSTPONES, KEEPS_JOB, HOLDS_SERVER),
    TOO_MANY_REQUESTS("too-many-requests", POSTPONES, KEEPS_JOB, HOLDS_SERVER),
    UNREADABLE_ANSWER("unreadable-answer", POSTPONES, KEEPS_JOB, HOLDS_SERVER),
    UNAUTHORIZED("unauthorized", POSTPONES, KEEPS_JOB, HOLDS_SERVER),
    FORBIDDEN("forbidden", POSTPONES, KEEPS_JOB, HOLDS_SERVER),
    NOT_FOUND("not-found", POSTPONES, HOLDS_SERVER),
    REDIRECT("redirect", POSTPONES, HOLDS_SERVER),
    UNEXPECTED_ANSWER("unexpected-answer", POSTPONES, HOLDS_SERVER),
    STALLED("stalled", POSTPONES, KEEPS_JOB),

    // It is only too early.
    NOT_READY("not-ready", POSTPONES, KEEPS_JOB),
    OPEN_WINDOW("open-window", POSTPONES),
    STALE("stale", POSTPONES, WAITS_FOR_NEW_JOB),

    // Something is wrong on this side: a person mends it, or the program goes on elsewhere or later.
    FILE("file", POSTPONES, KEEPS_JOB, HOLDS_DISK, NO_OTHER_ATTEMPT),
    SETTINGS("settings", POSTPONES, KEEPS_JOB),
    INTERNAL("internal", POSTPONES, KEEPS_JOB),
    STOPPED("stopped", COUNTS_NOTHING, KEEPS_JOB),
    LEASE_LOST("lease-lost", SPARES_SINK),
    ORPHAN("orphan"),

    // A sink did not take the file; one that is held was not tried, and nor was a transform.
    SINK("sink", POSTPONES, KEEPS_JOB, HOLDS_SINKS),
    HELD("held", POSTPONES, KEEPS_JOB, SPARES_SINK),
    FOREIGN_FILE("foreign-file", KEEPS_JOB, SPARES_SINK),

    // The request, or the job that was made for it.
    BAD_REQUEST("bad-request"),
    FOREIGN_HOST("foreign-host"),
    DEADLINE("deadline", KEEPS_JOB, NO_OTHER_ATTEMPT),
    JOB_FAILED("job-failed", WAITS_FOR_NEW_JOB),
    JOB_CANCELLED("job-cancelled", WAITS_FOR_NEW_JOB),
    FOREIGN_JOB("foreign-job", WAITS_FOR_NEW_JOB),

    // The user's own route did not make a whole CSV of the file.
    TRANSFORM("transform", KEEPS_JOB),

    // The file that came is not the whole, well-formed CSV that it should be.
    EMPTY("empty"),
    HTML("html"),
    JSON("json"),
    XML("xml"),
    NOT_CSV("not-csv"),
    DOUBLE_GZIP("double-gzip"),
    TRUNCATED("truncated"),
    CORRUPT("corrupt"),
    TRAILING_BYTES("trailing-bytes"),
    UNFRAMED("unframed"),
    TOO_LARGE("too-large", NO_OTHER_ATTEMPT, SPARES_SINK),
    BOMB("bomb", NO_OTHER_ATTEMPT),
    ENCODING("encoding"),
    HEADER("header"),
    MISSING_COLUMNS("missing-columns"),
    RAGGED("ragged"),
    UNCLOSED_QUOTE("unclosed-quote"),

    // It is whole, but should not replace the one before.
    SCHEMA_DRIFT("schema-drift"),
    EMPTY_REPLACES("empty-replaces");

    /** What may follow from a reason. */
    public enum Rule {
        /** The world is to blame: the window counts no failure, and is only put off. */
        POSTPONES,
        /** Nobody is to blame: the window counts no failure, and is due at once. */
        COUNTS_NOTHING,
        /** The job may still bring the file: the next try asks after it, or takes up the file that is staged. */
        KEEPS_JOB,
        /** Within its reuse window the server would hand out the same job again: the next try comes after that. */
        WAITS_FOR_NEW_JOB,
        /** Unless the server has answered others meanwhile, no other window is tried either. */
        HOLDS_SERVER,
        /** No other window is tried on this node either. */
        HOLDS_DISK,
        /** No other file is offered to the sinks that have failed. */
        HOLDS_SINKS,
        /** It is not the sink that has failed: other files are offered to it. */
        SPARES_SINK,
        /** Another attempt of the call would only meet it again. */
        NO_OTHER_ATTEMPT
    }

    private final String word;
    private final Set<Rule> rules;

    Reason(String word, Rule... rules) {
        this.word = word;
        this.rules = Set.of(rules);
    }

    /** The public word, which stays the same over releases: logs, metrics and the ledger have it. */
    public String word() {
        return word;
    }

    public boolean does(Rule rule) {
        return rules.contains(rule);
    }

    /** Whether the window counts it as a failure of its own. */
    public boolean counts() {
        return !does(POSTPONES) && !does(COUNTS_NOTHING);
    }

    /** The word, as the routes compare and log it. */
    @Override
    public String toString() {
        return word;
    }
}
