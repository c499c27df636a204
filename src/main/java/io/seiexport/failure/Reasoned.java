package io.seiexport.failure;

/** Something thrown that knows itself for which reason it ends what was going on. */
public interface Reasoned {

    Reason reason();

    String getMessage();

    /** What happened, to a person. */
    default String sentence() {
        return getMessage();
    }
}
