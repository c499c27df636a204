package io.seiexport.csv;

import java.io.IOException;
import java.util.Locale;

import io.seiexport.failure.Reason;
import io.seiexport.failure.Reasoned;

/** A downloaded file that is not the whole, well-formed CSV it should be. Its message is a sentence with numbers. */
public final class RefusedFile extends IOException implements Reasoned {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    RefusedFile(Reason reason, String sentence, Object... numbers) {
        super(String.format(Locale.ROOT, sentence, numbers));
        this.reason = reason;
    }

    @Override
    public Reason reason() {
        return reason;
    }

    @Override
    public String sentence() {
        return "the downloaded file was refused: " + getMessage();
    }
}
