package io.seiexport.http;

import java.io.IOException;

import io.seiexport.failure.Abandoned;
import io.seiexport.failure.Reason;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/** Says in a sentence what the HTTP client could not read of an answer, and why it did not read on. */
final class NoHttp {
    private static final String ADVICE = "; is sei.base-url the address of the SEI API?";
    private static final int LONGEST_QUOTE = 100;

    private NoHttp() {
    }

    /** What was thrown, or what it means where it is the framing of the answer that cannot be read. */
    static IOException explained(Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof MessageConstraintException) {
                return new Abandoned(Reason.UNREADABLE_ANSWER, "the server's answer has a protocol line of more than "
                        + GuardedConnection.LONGEST_LINE + " bytes, or more than "
                        + GuardedConnection.MOST_LINES + " of them" + ADVICE);
            }
        }
        if (thrown instanceof HttpException || thrown instanceof MalformedChunkCodingException
                && !(thrown instanceof TruncatedChunkException)) {
            return new Abandoned(Reason.UNREADABLE_ANSWER, "the server's answer is not valid HTTP: "
                    + quote(String.valueOf(thrown.getMessage())) + ADVICE);
        }
        return (IOException) thrown;
    }

    private static String quote(String text) {
        var quote = text.substring(0, Math.min(text.length(), LONGEST_QUOTE)).replaceAll("[^ -~]", "?");
        return quote + (text.length() > LONGEST_QUOTE ? "…" : "");
    }
}
