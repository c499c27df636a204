package io.seiexport.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;

/** The files of routes that the program was built with; to find them Camel would unpack the whole jar for each shelf. */
final class PackagedRoutes {
    private static final String FOLDER = "io/seiexport/check/routes/";
    private static final String SUFFIX = ".camel.yaml";

    private PackagedRoutes() {
    }

    /** Their texts, by their paths in the jar. */
    static Map<String, String> texts() {
        var loader = PackagedRoutes.class.getClassLoader();
        var texts = new TreeMap<String, String>();
        try {
            for (var name : names(loader.getResource(FOLDER))) {
                try (var in = loader.getResourceAsStream(name)) {
                    texts.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the packaged routes cannot be read", e);
        }
        return texts;
    }

    private static List<String> names(URL folder) throws IOException {
        if (folder.openConnection() instanceof JarURLConnection jar) {
            jar.setUseCaches(false);
            try (var file = jar.getJarFile()) {
                return file.stream().map(ZipEntry::getName)
                        .filter(name -> name.startsWith(FOLDER) && name.endsWith(SUFFIX)).toList();
            }
        }
        var path = Path.of(URI.create(folder.toString()));
        try (var files = Files.walk(path)) {
            return files.map(file -> FOLDER + path.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(SUFFIX)).toList();
        }
    }
}
