package io.seiexport.failure;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.settings.Secrets;
import io.seiexport.settings.SettingException;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Why an export failed: a short reason to count by, and a sentence that says what to do. */
public record Failure(Reason reason, String sentence) {
    /** How the sentence of what the server does not know ends. */
    public static final String CHECK_ADDRESS = "; check sei.base-url";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_QUOTE = 300;
    private static final Pattern FULL = Pattern.compile(
            "(?i)no space left on device|not enough space on the disk|disk quota exceeded");
    /** What helps when no attempt of a call is left; before that it would be said too early. */
    private static final Map<Reason, String> LAST_ADVICE = Map.of(
            Reason.NOT_READY, "; allow more time with poll.timeout",
            Reason.TOO_MANY_REQUESTS, "; if it persists, lower sei.max-requests-per-minute");
    private static final Pattern STORED = Pattern.compile("Cannot store file: (\\S.*)");

    /** A sentence may hold the words of a server; nothing in it may pretend to be something else. */
    public Failure {
        sentence = Visible.of(sentence);
    }

    /** Finds the cause that a person can act on among the exceptions around it. */
    public static Failure of(Throwable thrown) {
        var failure = ofAttempt(thrown);
        return new Failure(failure.reason, failure.sentence + LAST_ADVICE.getOrDefault(failure.reason, ""));
    }

    /** What ended one attempt of a call, after which others may follow. */
    public static Failure ofAttempt(Throwable thrown) {
        return of(thrown, true);
    }

    /** Why a sink failed: there the advice is not about the API. */
    public static Failure ofSink(Throwable thrown) {
        return of(thrown, false);
    }

    /** The same without the secrets that its sentence may hold. */
    public Failure without(Secrets secrets) {
        return new Failure(reason, secrets.blotOut(sentence));
    }

    /** What was thrown first, without the exceptions around it. */
    public static Throwable root(Throwable thrown) {
        return thrown.getCause() == null ? thrown : root(thrown.getCause());
    }

    /** The outermost exception of a kind. */
    public static <T extends Throwable> Optional<T> find(Throwable thrown, Class<T> kind) {
        return thrown == null ? Optional.empty()
                : kind.isInstance(thrown) ? Optional.of(kind.cast(thrown)) : find(thrown.getCause(), kind);
    }

    private static Failure of(Throwable thrown, boolean api) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Reasoned told) {
                return new Failure(told.reason(), told.sentence());
            }
            if (cause instanceof SettingException setting) {
                return new Failure(Reason.SETTINGS, setting.getMessage());
            }
            if (cause instanceof HttpOperationFailedException answer) {
                return api ? ofAnswer(answer) : new Failure(Reason.UNEXPECTED_ANSWER, statusAndWords(answer));
            }
            if (cause instanceof JsonProcessingException && api) {
                return new Failure(Reason.UNREADABLE_ANSWER,
                        "the server's answer is not JSON; is sei.base-url the address of the SEI API?");
            }
        }
        return ofAccident(thrown, api);
    }

    private static Failure ofAnswer(HttpOperationFailedException answer) {
        var code = answer.getHttpResponseCode();
        var said = statusAndWords(answer);
        return switch (code) {
            case 202 -> new Failure(Reason.NOT_READY, "the server answered 202: the job is completed, but its file "
                    + "is not ready yet");
            case 301, 302, 303, 307, 308 -> new Failure(Reason.REDIRECT, said + ", a redirect to "
                    + place(answer.getRedirectLocation()) + " that is not followed; is sei.base-url the real "
                    + "address of the API?");
            case 400, 413, 414, 415, 422, 431 -> new Failure(Reason.BAD_REQUEST, said + "; check the "
                    + "export.<domain>.* settings, sei.org and sei.project");
            case 401 -> new Failure(Reason.UNAUTHORIZED, said + "; check sei.api-key, and whether this server wants "
                    + "the key in another header: sei.auth, or export.<domain>.auth for one domain, can be "
                    + "authorization, sei-api-key or x-api-key");
            case 403 -> new Failure(Reason.FORBIDDEN, said + "; the key is not allowed to export this: check its role, "
                    + "sei.org and sei.project");
            case 404, 405, 410 -> new Failure(Reason.NOT_FOUND, said + CHECK_ADDRESS);
            case 408 -> new Failure(Reason.TIMEOUT, said);
            case 429 -> new Failure(Reason.TOO_MANY_REQUESTS, said);
            default -> code < 300 ? new Failure(Reason.UNEXPECTED_ANSWER, "the server answered " + code
                    + ", which is not a complete answer to this call; is there a cache or a proxy in front of "
                    + "sei.base-url?")
                    : new Failure(code >= 500 ? Reason.SERVER_ERROR : Reason.UNEXPECTED_ANSWER, said);
        };
    }

    /** Without the query, which may hold a signature. */
    private static String place(String location) {
        var place = location == null ? "nowhere" : location.replaceFirst("[?#].*", "").replaceFirst("//[^/@]*@", "//");
        return place.isEmpty() && !location.isEmpty() ? "the same place" : place;
    }

    /** The message within the server's error body; a page of HTML is only named. */
    public static String quote(String body) {
        if (body == null || body.isBlank()) {
            return "";
        }
        if (body.stripLeading().startsWith("<")) {
            return " with an HTML page";
        }
        var text = message(body).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return ": " + (text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text);
    }

    /** The same of what may hold anything: of JSON only a message, of other texts only the first line. */
    public static String quoteMessage(String body) {
        var text = body.stripLeading();
        if (text.startsWith("{") || text.startsWith("[")) {
            var message = message(body);
            return message.equals(body) ? "" : quote(message);
        }
        return quote(text.lines().findFirst().orElse(""));
    }

    private static String message(String body) {
        try {
            var json = JSON.readTree(body);
            for (var field : new String[] {"/message", "/error", "/error/message"}) {
                var text = json.at(field).asText("");
                if (!text.isBlank()) {
                    return text;
                }
            }
        } catch (JsonProcessingException e) {
            // then the server meant plain text
        }
        return body;
    }

    private static Failure ofAccident(Throwable thrown, boolean api) {
        var advice = api ? "; check sei.base-url" : "";
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return new Failure(Reason.UNREACHABLE, "the host " + cause.getMessage() + " is unknown" + advice);
            }
            if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
                return new Failure(Reason.UNREACHABLE, "no connection: " + cause.getMessage() + advice);
            }
            if (cause instanceof SSLException) {
                return new Failure(Reason.TLS, "no secure connection: " + cause.getMessage() + advice
                        + "; check whether this Java trusts the certificate of the server");
            }
            if (cause instanceof IOException && FULL.matcher(String.valueOf(cause.getMessage())).find()) {
                return new Failure(Reason.FILE, file(thrown) + " cannot be written: no space is left on its disk; free "
                        + "some space" + (api ? ", or set staging.directory to a disk with room for the largest file"
                                : ""));
            }
            if (cause instanceof FileSystemException file) {
                return new Failure(Reason.FILE, file.getFile() + " cannot be written: " + whatIsWrong(file));
            }
            if (cause instanceof SocketTimeoutException) {
                return new Failure(Reason.TIMEOUT, "the server did not answer in time: " + cause.getMessage());
            }
        }
        var root = root(thrown);
        if (root instanceof IOException) {
            return new Failure(Reason.INPUT_OUTPUT, kindAndMessage(root));
        }
        // Of a sink it may as well be the library of its server that has no better exception.
        return new Failure(Reason.INTERNAL, !api ? kindAndMessage(root)
                : "an unexpected error: " + kindAndMessage(root) + "; log.level=DEBUG shows the stack trace");
    }

    /** Java names no file when a disk is full; Camel does, one exception further out. */
    private static String file(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            var stored = STORED.matcher(String.valueOf(cause.getMessage()));
            if (stored.lookingAt()) {
                return stored.group(1);
            }
            if (cause instanceof FileSystemException file && file.getFile() != null) {
                return file.getFile();
            }
        }
        return "a file";
    }

    private static String statusAndWords(HttpOperationFailedException answer) {
        return "the server answered " + answer.getHttpResponseCode() + quote(answer.getResponseBody());
    }

    private static String whatIsWrong(FileSystemException thrown) {
        return thrown.getReason() != null
                ? thrown.getReason()
                : thrown.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT)
                        .replace(" exception", "");
    }

    private static String kindAndMessage(Throwable root) {
        var kind = root.getClass().getSimpleName();
        var message = root.getMessage() == null ? "" : root.getMessage().strip();
        return message.isEmpty() ? kind : kind + ": " + message.lines().findFirst().orElse("");
    }
}
