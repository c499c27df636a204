package io.seiexport.sandbox;

/** A call that the API answers with an error. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String allow;

    private Refused(int status, String message, String allow) {
        super(message, null, false, false);
        this.status = status;
        this.allow = allow;
    }

    Refused(int status, String message) {
        this(status, message, null);
    }

    static Refused request(String message) {
        return new Refused(400, message);
    }

    static Refused path() {
        return new Refused(404, "No such endpoint");
    }

    static Refused export() {
        return new Refused(404, "Export not found");
    }

    static Refused method(String allow) {
        return new Refused(405, "Request method is not supported", allow);
    }

    Answer answer() {
        var answer = Answer.error(status, getMessage());
        return allow == null ? answer : answer.with("Allow", allow);
    }
}
