package io.seiexport.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Calls a sandbox as a client of the API would. */
final class Caller {
    static final String IDENTIFIERS = "?projectIdentifier=shop&orgIdentifier=acme";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    Caller(Sandbox sandbox) {
        base = sandbox.address();
    }

    /** What came back. */
    record Reply(int status, HttpHeaders headers, byte[] body) {

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("No JSON: " + text(), e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        String unzipped() throws IOException {
            try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        List<String> lines() throws IOException {
            return unzipped().lines().toList();
        }
    }

    Reply create(String path, String body) throws IOException, InterruptedException {
        return send(request("/v2/insights/" + path + "/exports" + IDENTIFIERS)
                .POST(BodyPublishers.ofString(body)));
    }

    /** Creates an export of a domain at its documented path. */
    String exportId(String domain, String body) throws IOException, InterruptedException {
        var reply = create(domain, body);
        if (reply.status() >= 300) {
            throw new AssertionError(reply.text());
        }
        return reply.json().get("exportId").asText();
    }

    Reply status(String domain, String exportId) throws IOException, InterruptedException {
        return get(path(domain) + "/" + exportId + IDENTIFIERS);
    }

    Reply download(String domain, String exportId) throws IOException, InterruptedException {
        return get(path(domain) + "/" + exportId + "/download" + IDENTIFIERS);
    }

    Reply list(String domain, String filter) throws IOException, InterruptedException {
        return get(path(domain) + IDENTIFIERS + filter);
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    HttpRequest.Builder request(String path) {
        return bare(path).header("Authorization", "ApiKey some-key").header("Content-Type", "application/json");
    }

    HttpRequest.Builder bare(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofMinutes(2));
    }

    Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = http.send(request.build(), BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    private static String path(String domain) {
        return "/v2/insights/" + (domain.equals("sprint") ? "sprints" : domain) + "/exports";
    }
}
