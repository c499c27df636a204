package io.seiexport.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import com.fasterxml.jackson.databind.json.JsonMapper;

/** The manifests in the folder of a sink. */
public final class Manifests {
    private static final String ENDING = ".manifest.json";

    private Manifests() {
    }

    /** Each says the digest of the file beside it. */
    public static void vouchForTheirFiles(Path folder) throws IOException {
        for (var manifest : manifests(folder)) {
            var file = Path.of(manifest.toString().replace(ENDING, ".csv"));
            assertThat(JsonMapper.builder().build().readTree(manifest.toFile()).path("sha256").asText())
                    .as(manifest.toString()).isEqualTo(sha256(file));
        }
    }

    private static List<Path> manifests(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
