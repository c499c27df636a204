package io.seiexport.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Knows folders that could be synced, so that not each file that takes its place has to find that out before, which
 * costs as much as syncing. One that could not is tried anew each time: it may have been for a moment only.
 */
public final class SyncableFolders {
    /** A program that exports many series comes back to most of their folders only after weeks. */
    private static final int MOST = 1000;

    private final Set<Path> known = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Boolean> eldest) {
            return size() > MOST;
        }
    }));
    private final Predicate<Folder> trial;

    public SyncableFolders() {
        this(Folder::couldBeSynced);
    }

    SyncableFolders(Predicate<Folder> trial) {
        this.trial = trial;
    }

    /** Asked before something is done that is to be synced: afterwards nobody could tell what a failure means. */
    boolean contain(Folder folder) {
        if (known.contains(folder.path())) {
            return true;
        }
        var can = trial.test(folder);
        if (can) {
            known.add(folder.path());
        }
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
