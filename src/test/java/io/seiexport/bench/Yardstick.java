package io.seiexport.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A piece of work of a bare JVM, always the same, that tells how fast a machine starts Java and runs it. */
final class Yardstick {
    private static final int CLASSES = 4000;
    private static final int DIGESTS = 1500;

    private Yardstick() {
    }

    /** Loads classes of Java itself, as they lie in its image, and digests some bytes. */
    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        var image = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", "java.base");
        int loaded;
        try (var files = Files.walk(image)) {
            loaded = (int) files.map(image::relativize).map(Path::toString)
                    .filter(name -> name.endsWith(".class") && !name.equals("module-info.class"))
                    .limit(CLASSES).filter(Yardstick::load).count();
        }
        var digest = MessageDigest.getInstance("SHA-256");
        var bytes = new byte[8192];
        for (var i = 0; i < DIGESTS; i++) {
            digest.update(bytes);
        }
        System.out.println(loaded + " classes, " + digest.digest().length);
    }

    private static boolean load(String name) {
        try {
            Class.forName(name.substring(0, name.length() - ".class".length()).replace('/', '.'), false, null);
            return true;
        } catch (ClassNotFoundException | LinkageError unusable) {
            return false;
        }
    }
}
