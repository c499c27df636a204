package io.seiexport.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

import io.seiexport.csv.ProvenCsv;
import io.seiexport.failure.Abandoned;
import io.seiexport.failure.Reason;
import io.seiexport.failure.TimerThreads;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spi.OnCamelContextStopped;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Hangs up on a server that would hold a call forever. The HTTP client itself limits each read, so one byte a minute
 * keeps it waiting; and an answer that is closed before its end it would receive to the end to keep the connection.
 * <p>
 * An answer has to begin within the response timeout, or, where it is a report, within its own. A download then has to
 * bring 1 KiB per download.stall-timeout, and so has what another server answers to the steps of others; every other
 * answer has to be complete within that same response timeout, and small.
 */
public final class HangUp implements HttpClientConfigurer {
    /** Of one job. What is parsed takes up to fifty times the room, and every poll may be answered at the same time. */
    static final int LARGEST_ANSWER = 64 * 1024;
    private static final int LARGEST_LIST = 1 << 20;
    /** All teams of a tree come in one answer. */
    private static final int LARGEST_TREE = 64 << 20;
    private static final Pattern TEAMS = Pattern.compile(".*/(org-trees/[^/]+/teams|org-trees/list|teams/list)");
    /** More is never quoted of an answer that says what is wrong. */
    private static final int LARGEST_EXCUSE = 64 * 1024;
    /** What is sent at once, and answered as soon. */
    private static final int LARGEST_REQUEST = 1 << 20;
    private static final int FIRST_ERROR = 300;
    /** Of the two that end a call, the one with a sentence comes first. */
    private static final Duration A_LITTLE = Duration.ofSeconds(10);
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(1);
    /** A connection serves one address, and that may never be called again. */
    private static final TimeValue LONGEST_IDLE = TimeValue.ofMinutes(1);

    private final TimerThreads clock = new TimerThreads("hang-up", 1);
    private final Duration stallTimeout;
    private final Duration reportTimeout;
    private final BaseUrl base;
    private final ServerClock serverClock;

    public HangUp(CamelContext context, CallSettings settings, BaseUrl base, ServerClock serverClock) {
        stallTimeout = settings.stallTimeout();
        reportTimeout = settings.reportTimeout();
        this.base = base;
        this.serverClock = serverClock;
        context.addLifecycleStrategy(
                LifecycleStrategySupport.adapt((OnCamelContextStopped) ended -> clock.shutdownNow()));
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        client.evictIdleConnections(LONGEST_IDLE);
        client.addExecInterceptorFirst("own-connection", new OwnConnection());
        client.addExecInterceptorFirst("hang-up", this::call);
    }

    private ClassicHttpResponse call(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException {
        var report = isReport(request, scope);
        if (report) {
            waitForReport(scope);
        }
        var limit = report ? reportTimeout : responseTimeout(scope);
        var setting = report ? "report.timeout" : "camel.component.http.response-timeout";
        var call = new WatchedCall(scope, clock);
        if (isLong(request.getEntity())) {
            request.setEntity(new HttpEntityWrapper(request.getEntity()) {
                @Override
                public void writeTo(OutputStream out) throws IOException {
                    super.writeTo(out);
                    call.endAfter(limit, setting);
                }
            });
        } else {
            call.endAfter(limit, setting);
        }
        var begun = false;
        try {
            var sent = System.nanoTime();
            var answer = chain.proceed(request, scope);
            var server = URI.create(scope.route.getTargetHost().toURI());
            serverClock.heed(server, answer, Duration.ofNanos(System.nanoTime() - sent));
            var body = answer.getEntity();
            var download = isDownload(scope);
            if (body != null && download && answer.getCode() == HttpStatus.SC_OK) {
                demandAll(answer, call);
                answer.setHeader(ProvenCsv.UNFRAMED, !body.isChunked() && body.getContentLength() < 0);
                answer.setEntity(watched(body, call));
                begun = true;
            } else if (body != null && !download && !base.hosts(server)) {
                answer.setEntity(watched(body, call));
                begun = true;
            } else if (body != null) {
                answer.setEntity(download || answer.getCode() >= FIRST_ERROR
                        ? read(body, call, LARGEST_EXCUSE, false)
                        : read(body, call, largest(request), true));
            }
            return answer;
        } catch (IOException | HttpException e) {
            throw call.explained(e);
        } finally {
            if (!begun) {
                call.over();
            }
        }
    }

    private HttpEntity watched(HttpEntity body, WatchedCall call) throws IOException {
        var content = new WatchedContent(body.getContent(), body.getContentLength(), call, stallTimeout);
        return new HttpEntityWrapper(body) {
            @Override
            public InputStream getContent() {
                return content;
            }
        };
    }

    /** A part of a file is no file, whatever the code of its answer says. */
    private static void demandAll(ClassicHttpResponse answer, WatchedCall call) throws Abandoned {
        if (answer.containsHeader(HttpHeaders.CONTENT_RANGE)) {
            call.hangUp();
            throw new Abandoned(Reason.UNEXPECTED_ANSWER, "the server sent only a part of the file (Content-Range), "
                    + "although the whole file was requested; is there a cache or a proxy in front of sei.base-url?");
        }
    }

    /**
     * Read at once, so that an answer that breaks off fails the call like one that never came. Of one that is longer
     * the beginning is enough, unless it has to be whole.
     */
    private static HttpEntity read(HttpEntity body, WatchedCall call, int most, boolean whole) throws IOException {
        var in = body.getContent();
        var bytes = in.readNBytes(most);
        if (bytes.length < most || in.read() < 0) {
            in.close();
        } else {
            call.hangUp();
            if (whole) {
                throw new Abandoned(Reason.UNREADABLE_ANSWER, "the server's answer is longer than " + most
                        + " bytes; is sei.base-url the address of the SEI API?");
            }
        }
        return new ByteArrayEntity(bytes, ContentType.parseLenient(body.getContentType()), body.getContentEncoding());
    }

    /** What is read of a whole answer at most: a list of jobs or of teams is longer than what is said of one job. */
    private static int largest(ClassicHttpRequest call) {
        var path = call.getPath().replaceFirst("\\?.*", "");
        if (TEAMS.matcher(path).matches()) {
            return LARGEST_TREE;
        }
        return Method.GET.isSame(call.getMethod()) && path.endsWith("/exports") ? LARGEST_LIST : LARGEST_ANSWER;
    }

    /** Only a file that is proven afterwards is taken as it was compressed. */
    private static boolean isDownload(ExecChain.Scope scope) {
        return !scope.clientContext.getRequestConfigOrDefault().isContentCompressionEnabled();
    }

    /** A file that is no download of a job: the answer to the call that asks for it, by its body or for a CSV. */
    private static boolean isReport(ClassicHttpRequest call, ExecChain.Scope scope) {
        var accepted = call.getFirstHeader(HttpHeaders.ACCEPT);
        return isDownload(scope) && (Method.POST.isSame(call.getMethod())
                || accepted != null && accepted.getValue().equals(SeiApi.CSV));
    }

    private void waitForReport(ExecChain.Scope scope) {
        var usual = scope.clientContext.getRequestConfigOrDefault();
        scope.clientContext.setRequestConfig(RequestConfig.copy(usual)
                .setResponseTimeout(Timeout.of(reportTimeout.plus(A_LITTLE))).build());
    }

    /** What a sink uploads takes its time; the server's begins when it has all. */
    private static boolean isLong(HttpEntity sent) {
        return sent != null && (sent.getContentLength() < 0 || sent.getContentLength() > LARGEST_REQUEST);
    }

    private static Duration responseTimeout(ExecChain.Scope scope) {
        var timeout = scope.clientContext.getRequestConfigOrDefault().getResponseTimeout();
        return timeout == null || timeout.isDisabled() ? USUAL_TIMEOUT : timeout.toDuration();
    }
}
