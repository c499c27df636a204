package io.seiexport;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the packaged program says of its own parts: its licence, and the bill of materials that a scanner reads. */
class PackageIT {
    private static final Path TARGET = Path.of("target");
    private static final Path BILL = TARGET.resolve("sei-export.cdx.json");

    @ParameterizedTest
    @ValueSource(strings = {"LICENSE", "src/main/resources/META-INF/NOTICE"})
    void licence_and_notice_are_in_the_jar(String name) throws IOException {
        assertThat(inTheJar("META-INF/" + Path.of(name).getFileName())).isEqualTo(Files.readAllBytes(Path.of(name)));
    }

    @Test
    void the_bill_of_materials_beside_the_jar_is_also_in_it() throws IOException {
        assertThat(inTheJar("META-INF/sbom/sei-export.cdx.json")).isEqualTo(Files.readAllBytes(bill()));
    }

    @Test
    void the_bill_of_materials_names_each_library_that_the_program_loads_with_its_hash_and_no_other() throws Exception {
        var loaded = Stream.of(manifest().getValue(Attributes.Name.CLASS_PATH).split(" "))
                .collect(toMap(Path::of, library -> sha256(TARGET.resolve(library))));

        var named = components().collect(toMap(
                component -> Path.of("lib", "%s-%s.jar".formatted(
                        component.path("name").asText(), component.path("version").asText())),
                PackageIT::sha256));

        assertThat(named).isEqualTo(loaded).hasSizeGreaterThan(100);
    }

    @Test
    void each_library_that_is_not_under_the_apache_licence_is_in_the_notice() throws IOException {
        var notice = Files.readString(Path.of("src/main/resources/META-INF/NOTICE"));

        assertThat(components().filter(component -> !component.path("licenses").toString().contains("\"Apache-2.0\"")))
                .isNotEmpty()
                .extracting(component -> component.path("name").asText())
                .allSatisfy(name -> assertThat(notice).containsPattern("(?m)^  " + name + " "));
    }

    private static Stream<JsonNode> components() throws IOException {
        var components = new ObjectMapper().readTree(bill().toFile()).path("components");
        return StreamSupport.stream(components.spliterator(), false);
    }

    private static String sha256(JsonNode component) {
        for (var hash : component.path("hashes")) {
            if (hash.path("alg").asText().equals("SHA-256")) {
                return hash.path("content").asText();
            }
        }
        throw new AssertionError("No SHA-256 of " + component.path("name"));
    }

    private static String sha256(Path file) {
        try (var in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static Path bill() {
        assumeThat(System.getProperty("build.mode")).as("it is made while Maven is online").isEqualTo("offline=false");
        return BILL;
    }

    private static Attributes manifest() throws IOException {
        try (var jar = new JarFile(TARGET.resolve("sei-export.jar").toFile())) {
            return jar.getManifest().getMainAttributes();
        }
    }

    private static byte[] inTheJar(String name) throws IOException {
        try (var jar = new JarFile(TARGET.resolve("sei-export.jar").toFile())) {
            assertThat(jar.getEntry(name)).as(name).isNotNull();
            return jar.getInputStream(jar.getEntry(name)).readAllBytes();
        }
    }
}
