package io.seiexport.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seiexport.disk.Folder;
import io.seiexport.disk.NewFile;
import io.seiexport.disk.OwnFile;
import io.seiexport.failure.Visible;

/** Keeps one record as a small JSON file of its owner that is always whole: a new one takes the place of the old. */
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

    /** What was read is not what was ever written. */
    public static final class Damaged extends IOException {
        private static final long serialVersionUID = 1L;

        private Damaged(String message, IOException cause) {
            super(message, cause);
        }
    }

    public boolean exists() {
        return Files.exists(path);
    }

    public T read() throws IOException {
        byte[] bytes;
        try (var in = OwnFile.read(path)) {
            bytes = in.readAllBytes();
        } catch (OwnFile.Planted e) {
            throw new Damaged(e.getReason(), e);
        }
        T read;
        try {
            read = JSON.readValue(bytes, type);
        } catch (IOException e) {
            throw new Damaged(e.getMessage().lines().findFirst().orElse(""), e);
        }
        if (read == null) {
            throw new Damaged("it is empty", null);
        }
        return read;
    }

    public void write(T content) throws IOException {
        var aside = path.resolveSibling(path.getFileName() + ASIDE);
        Folder.of(path).makeForOwner();
        try (var file = NewFile.forOwner(aside, path)) {
            file.write(Visible.inJson(JSON.writeValueAsString(content)).getBytes(StandardCharsets.UTF_8));
            file.takePlace();
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
