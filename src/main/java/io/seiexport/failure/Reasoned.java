package io.seiexport.failure;

/** An exception that states the reason for which it ends a call or an export. */
public interface Reasoned {

    Reason reason();

    String getMessage();

    /** What happened, to a person. */
    default String sentence() {
        return getMessage();
    }
}
