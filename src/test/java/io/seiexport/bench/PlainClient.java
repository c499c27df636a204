package io.seiexport.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

import io.seiexport.csv.PlainProof;

/** What a Java developer would write in place of the program: the same proof of each file, and nothing else. */
final class PlainClient {
    private static final int AT_ONCE = 20;
    private static final long POLL_MILLIS = 2000;
    private static final String QUERY = "?projectIdentifier=a-project&orgIdentifier=an-org";
    private static final Pattern ID = Pattern.compile("\"exportId\":\"([^\"]+)\"");
    private static final Pattern COMPLETED = Pattern.compile("(?i)\"status\":\"completed\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;

    private PlainClient(Path folder) {
        this.folder = folder;
    }

    /** The exports of a list, into a folder. */
    public static void main(String[] arguments) throws Exception {
        var client = new PlainClient(Path.of(arguments[1]));
        var threads = Executors.newFixedThreadPool(AT_ONCE);
        var exports = new ArrayList<Callable<Path>>();
        for (var line : Files.readAllLines(Path.of(arguments[0]))) {
            var parts = line.split("\t");
            exports.add(() -> client.export(parts[0], parts[1], parts[2], parts[3]));
        }
        for (var export : threads.invokeAll(exports)) {
            export.get();
        }
        threads.shutdown();
    }

    private Path export(String create, String jobs, String name, String request)
            throws IOException, InterruptedException {
        var id = ID.matcher(text(call(create).POST(BodyPublishers.ofString(request))));
        if (!id.find()) {
            throw new IOException("No id came for " + name);
        }
        var job = jobs + "/" + id.group(1);
        do {
            Thread.sleep(POLL_MILLIS);
        } while (!COMPLETED.matcher(text(call(job))).find());
        return landed(http.send(call(job + "/download").build(), BodyHandlers.ofInputStream()).body(), name);
    }

    private Path landed(InputStream body, String name) throws IOException {
        var part = folder.resolve(name + ".part");
        try (var csv = PlainProof.proving(body)) {
            Files.copy(csv, part);
            Files.writeString(folder.resolve(name + ".proof"), csv.proof().toString());
        }
        return Files.move(part, folder.resolve(name + ".csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static HttpRequest.Builder call(String address) {
        return HttpRequest.newBuilder(URI.create(address + QUERY)).header("Authorization", "ApiKey a-key")
                .header("Content-Type", "application/json");
    }

    private String text(HttpRequest.Builder call) throws IOException, InterruptedException {
        var answer = http.send(call.build(), BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IOException(answer.body());
        }
        return answer.body();
    }
}
