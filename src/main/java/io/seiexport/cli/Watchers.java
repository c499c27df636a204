package io.seiexport.cli;

import java.util.Set;
import java.util.function.Supplier;

import org.apache.camel.spi.Registry;

/** Remembers who follows the exports: all of them are there before the first export, and each is told of each step. */
final class Watchers implements Supplier<Set<Watcher>> {
    private final Registry registry;
    private volatile Set<Watcher> found;

    Watchers(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Set<Watcher> get() {
        if (found == null) {
            found = registry.findByType(Watcher.class);
        }
        return found;
    }
}
