package io.seiexport.sandbox;

/** Which of the two spellings of the sprint paths, {@code sprint} and {@code sprints}, the sandbox knows. */
public enum SprintPaths {
    /** Created at {@code sprint}, everything else at {@code sprints}: what the API's pages say. */
    DOCUMENTED,
    /** {@code sprints} for every call; {@code sprint} is not found. */
    PLURAL,
    /** {@code sprint} for every call; {@code sprints} is not found. */
    SINGULAR,
    /** {@code sprints} for every call; {@code sprint} answers 405. */
    PLURAL_ELSE_405;

    void check(boolean plural, Call call) {
        boolean known = switch (this) {
            case DOCUMENTED -> plural == (call != Call.CREATE);
            case PLURAL, PLURAL_ELSE_405 -> plural;
            case SINGULAR -> !plural;
        };
        if (!known) {
            throw this == PLURAL_ELSE_405 ? new Refused(405, "Request method is not supported") : Refused.path();
        }
    }

    /** The path segment that leads to a finished export. */
    String segment() {
        return this == SINGULAR ? "sprint" : "sprints";
    }
}
