package io.seiexport.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Keeps one record as a small JSON file that is always whole: a new one is written aside and takes its place. */
public final class JsonFile<T> {
    private static final String ASIDE = ".part";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path path;
    private final Class<T> type;

    public JsonFile(Path path, Class<T> type) {
        this.path = path;
        this.type = type;
    }

    public boolean exists() {
        return Files.exists(path);
    }

    public T read() throws IOException {
        var read = JSON.readValue(Files.readAllBytes(path), type);
        if (read == null) {
            throw new IOException("it holds nothing");
        }
        return read;
    }

    public void write(T content) throws IOException {
        var aside = path.resolveSibling(path.getFileName() + ASIDE);
        Files.createDirectories(path.getParent());
        try {
            Files.write(aside, JSON.writeValueAsBytes(content), StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
