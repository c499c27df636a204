package io.seiexport.csv;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A downloaded file that is not the whole, well-formed CSV it should be. Its message is a sentence with numbers. */
public final class RefusedFile extends IOException {

    private static final long serialVersionUID = 1L;

    enum Reason {
        TRUNCATED, CORRUPT, TRAILING_BYTES, EMPTY, HTML, JSON, XML, NOT_CSV, DOUBLE_GZIP,
        HEADER, MISSING_COLUMNS, RAGGED, ENCODING, TOO_LARGE, BOMB, UNCLOSED_QUOTE, UNFRAMED
    }

    private final Reason reason;

    RefusedFile(Reason reason, String sentence, Object... numbers) {
        super(String.format(Locale.ROOT, sentence, numbers));
        this.reason = reason;
    }

    /** One word that stays the same over releases, fit for a metric's label: {@code truncated}, {@code ragged}. */
    public String reason() {
        return word(reason);
    }

    /** All of these words. */
    public static List<String> reasons() {
        return Stream.of(Reason.values()).map(RefusedFile::word).toList();
    }

    private static String word(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
