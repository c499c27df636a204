package io.seiexport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.util.regex.Pattern;

import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Lets the polls of all jobs share connections while each answer names the job that was asked about, because such an
 * answer cannot be taken for one about another job. An answer that does not is never taken from a shared connection: it
 * is asked for again on one of its own, and so is every job from then on, until many answers have named theirs.
 */
final class NamedAnswers {
    private static final Pattern STATUS = Pattern.compile(".*/v2/insights/[^/]+/exports/([^/?]+)(?:\\?.*)?");

    /** That many in a row after one that did not: what is asked for twice is not counted by the budget. */
    private static final int ENOUGH = 20;

    /** What the connections are kept for; null while none is shared. */
    private volatile Object connections;
    private int inARow = ENOUGH;

    /** The id of the job whose status is asked for by this path; null if it is none. */
    static String jobIn(String path) {
        var status = STATUS.matcher(path);
        return status.matches() ? URLDecoder.decode(status.group(1), UTF_8) : null;
    }

    Object connections() {
        return connections;
    }

    /** Whether to take what was answered on a shared connection. */
    boolean mayTake(String job, ClassicHttpResponse answer, ExecRuntime connection, Object shared) throws IOException {
        if (saysNothingOfAJob(answer)) {
            connection.markConnectionNonReusable();
            replace(shared, new Object());
            return true;
        }
        if (answer.getCode() < HttpStatus.SC_REDIRECTION && names(job, answer)) {
            return true;
        }
        replace(shared, null);
        connection.discardEndpoint();
        return false;
    }

    private synchronized void replace(Object shared, Object next) {
        if (connections == shared) {
            connections = next;
            inARow = next == null ? 0 : inARow;
        }
    }

    /** To ask a server that is busy or broken again at once would make it worse. */
    private static boolean saysNothingOfAJob(ClassicHttpResponse answer) {
        return answer.getCode() == HttpStatus.SC_TOO_MANY_REQUESTS
                || answer.getCode() >= HttpStatus.SC_INTERNAL_SERVER_ERROR;
    }

    /** Heeds what was answered on a connection of its own. */
    void learn(String job, ClassicHttpResponse answer) throws IOException {
        if (connections == null && answer.getCode() < HttpStatus.SC_REDIRECTION) {
            learn(names(job, answer));
        }
    }

    private synchronized void learn(boolean named) {
        inARow = named ? inARow + 1 : 0;
        if (connections == null && inARow >= ENOUGH) {
            connections = new Object();
        }
    }

    /** Reads the answer, which is then at hand; of one that is too long only so much that this is seen. */
    private static boolean names(String job, ClassicHttpResponse answer) throws IOException {
        var body = answer.getEntity();
        if (body == null) {
            return false;
        }
        var in = body.getContent();
        var bytes = in.readNBytes(HangUp.LARGEST_ANSWER + 1);
        if (bytes.length <= HangUp.LARGEST_ANSWER) {
            in.close();
        }
        answer.setEntity(new ByteArrayEntity(bytes, ContentType.parseLenient(body.getContentType()),
                body.getContentEncoding()));
        return Pattern.compile("\"exportId\"\\s*:\\s*(\"?)" + Pattern.quote(job) + "\\1\\s*[,}]")
                .matcher(new String(bytes, UTF_8)).find();
    }
}
