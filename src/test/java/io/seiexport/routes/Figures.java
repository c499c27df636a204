package io.seiexport.routes;

import static io.seiexport.sandbox.Call.DOWNLOAD;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.routes.Promised.Span;
import io.seiexport.sandbox.Fault;
import io.seiexport.sandbox.Options;
import io.seiexport.sandbox.Sandbox;

/** Knows the file of each window and edition, from a sandbox that the program under test never calls. */
final class Figures implements AutoCloseable {
    private static final String EXPORTS = "/v2/insights/productivity/exports";
    private static final String IDENTIFIERS = "?projectIdentifier=Metrics&orgIdentifier=Acme";
    private static final String REQUEST = """
            {"scope": {"teamId": "%1$s"}, "dateRange": {"start": "%2$s", "end": "%3$s"}, "metricGroups": ["velocity"],
             "options": {"granularity": "weekly", "aggregationLevel": "team"}}""";

    private final Sandbox sandbox = Sandbox.start(0, Options.immediate());
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> known = new HashMap<>();

    String of(Span span, int edition) {
        return known.computeIfAbsent(span + " " + edition, any -> {
            sandbox.faults().clear();
            sandbox.faults().next(DOWNLOAD, Fault.restated(edition));
            try {
                return download(REQUEST.formatted(span.team(), span.start(), span.end()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private String download(String request) throws IOException {
        var created = send(request("").header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(request)));
        var id = JsonMapper.builder().build().readTree(created.body()).path("exportId").asText();
        try (var csv = new GZIPInputStream(send(request("/" + id + "/download")).body())) {
            return new String(csv.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(sandbox.address() + EXPORTS + path + IDENTIFIERS))
                .header("Authorization", "ApiKey any");
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
