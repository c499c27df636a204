package io.seiexport.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Knows which folders can be synced at all, so that not each file that takes its place has to find that out before.
 * Finding out costs as much as syncing.
 */
public final class SyncableFolders {
    /** A program that exports many series comes back to most of their folders only after weeks. */
    private static final int MOST = 1000;

    private final Map<Path, Boolean> known = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
            return size() > MOST;
        }
    });
    private final Predicate<Folder> trial;

    public SyncableFolders() {
        this(Folder::couldBeSynced);
    }

    SyncableFolders(Predicate<Folder> trial) {
        this.trial = trial;
    }

    /** Asked before something is done that is to be synced: afterwards nobody could tell what a failure means. */
    boolean contain(Folder folder) {
        var before = known.get(folder.path());
        if (before != null) {
            return before;
        }
        var can = trial.test(folder);
        known.put(folder.path(), can);
        return can;
    }

    /** Syncs one that could be; one that fails now is found out about anew, because it may be another one. */
    void sync(Folder folder) throws IOException {
        try {
            folder.sync();
        } catch (IOException e) {
            known.remove(folder.path());
            throw e;
        }
    }
}
