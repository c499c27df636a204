package io.seiexport.failure;

/** Ends one export: a short reason to count by, and a sentence that tells a person what happened. */
public final class ExportFailed extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    public ExportFailed(String reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
