package io.seiexport.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** The proof of a file and its print read it alike, however oddly it is written. */
class CsvFingerprintRowsTest {
    private static final FileLimits RULES = new FileLimits(1 << 20, 1000, false, true);

    private Path folder;

    @BeforeTry
    void begin() throws IOException {
        folder = Files.createTempDirectory("printed");
    }

    @AfterTry
    void end() throws IOException {
        Files.deleteIfExists(folder.resolve("a.csv"));
        Files.deleteIfExists(folder.resolve("a.print"));
        Files.delete(folder);
    }

    @Property(tries = 2_000)
    void a_print_has_the_rows_that_were_proven(@ForAll("texts") String text) throws IOException {
        var proof = proof(text);
        Assume.that(proof != null);
        var csv = Files.writeString(folder.resolve("a.csv"), text);

        var print = CsvFingerprint.write(csv, folder.resolve("a.print"), folder, Optional.empty());

        assertThat(print.rows()).isEqualTo(proof.rows());
        assertThat(print.sha256()).isEqualTo(proof.sha256());
        assertThat(print.keys()).isBetween(1, proof.columns());
    }

    /** Null if the file is refused. */
    private static Proof proof(String text) throws IOException {
        try (var stream = new ProvingStream(new ByteArrayInputStream(text.getBytes(UTF_8)), RULES)) {
            stream.readAllBytes();
            return stream.proof();
        } catch (RefusedFile refused) {
            return null;
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("\ufeff", "").flatMap(mark -> Arbitraries.of("a", "\"a\"", "a,b", "a,\"b\"\"\r\nc\"")
                .flatMap(header -> Arbitraries.of("\n", "\r", "\r\n", ",", "\"", "\"\"", "x", "1", "-", " ", "\u00e9")
                        .list().ofMaxSize(40).map(parts -> mark + header + String.join("", parts))));
    }
}
