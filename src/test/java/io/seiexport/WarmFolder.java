package io.seiexport;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * An empty folder in which other tests may have run commands before: their JVM is warm there, and a JVM cannot be taken
 * to another folder.
 */
@Target({FIELD, PARAMETER})
@Retention(RUNTIME)
@TempDir(factory = WarmFolder.Shelf.class, cleanup = CleanupMode.NEVER)
@interface WarmFolder {

    /** The folders that no test has now; the one that was put back last is handed out first. */
    final class Shelf implements TempDirFactory {
        private static final Deque<Path> FREE = new ArrayDeque<>();

        private Path taken;

        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
            synchronized (FREE) {
                taken = FREE.pollLast();
            }
            if (taken == null) {
                taken = Files.createTempDirectory("warm");
                taken.toFile().deleteOnExit();
            }
            return taken;
        }

        @Override
        public void close() throws IOException {
            WarmProgram.calm(taken);
            Installation.empty(taken);
            synchronized (FREE) {
                FREE.addLast(taken);
            }
        }
    }
}
