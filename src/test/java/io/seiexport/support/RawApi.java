package io.seiexport.support;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

import io.seiexport.sandbox.Call;

/**
 * The export API over bare sockets, which may answer any bytes. Every request becomes a job that is complete at once
 * and has a small file; each connection serves one call and ends after its answer.
 */
public final class RawApi implements AutoCloseable {
    private static final int MOST = 8 * 1024;
    private static final Pattern LENGTH = Pattern.compile("(?i)\ncontent-length: *(\\d+)");
    private static final Pattern JOB = Pattern.compile("/exports/([^/? ]+)");

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<Call, Deque<byte[]>> answers = new EnumMap<>(Call.class);
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    private RawApi(ServerSocket server) {
        this.server = server;
    }

    public static RawApi start() throws IOException {
        var api = new RawApi(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
        api.threads.execute(api::accept);
        return api;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The very bytes of the next answer to such a call; the last one that was named is given to all that follow. */
    public synchronized void next(Call call, byte[] answer) {
        answers.computeIfAbsent(call, any -> new ArrayDeque<>()).add(answer);
    }

    /** The same as text, with one letter for each byte. */
    public void next(Call call, String answer) {
        next(call, answer.getBytes(ISO_8859_1));
    }

    /** How often it was called in this way. */
    public long count(Call call) {
        return calls.stream().filter(call::equals).count();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var caller = server.accept();
                threads.execute(() -> serve(caller));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            var in = new BufferedInputStream(caller.getInputStream());
            var head = head(in);
            var length = LENGTH.matcher(head);
            var body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
            caller.getOutputStream().write(answer(head.substring(0, head.indexOf('\r')), body));
            caller.shutdownOutput();
            in.readAllBytes();
        } catch (IOException e) {
            // the caller has hung up, which is his right
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0 || head.size() > MOST) {
                throw new IOException("This is no request: " + head);
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    private synchronized byte[] answer(String request, byte[] body) {
        var job = JOB.matcher(request);
        var id = job.find() ? job.group(1) : "exp_" + Integer.toHexString(new String(body, ISO_8859_1).hashCode());
        var call = request.startsWith("POST") ? Call.CREATE
                : request.contains("/download") ? Call.DOWNLOAD : Call.STATUS;
        calls.add(call);
        var named = answers.getOrDefault(call, new ArrayDeque<>());
        if (named.isEmpty()) {
            return usual(call, id).getBytes(ISO_8859_1);
        }
        return named.size() > 1 ? named.poll() : named.peek();
    }

    private static String usual(Call call, String id) {
        return switch (call) {
            case CREATE -> whole("202 Accepted", "{\"exportId\":\"" + id + "\"}");
            case DOWNLOAD -> whole("200 OK", "a,b\n1,2\n");
            default -> whole("200 OK", "{\"exportId\":\"" + id + "\",\"status\":\"COMPLETED\"}");
        };
    }

    /** An answer of known length. */
    public static String whole(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
