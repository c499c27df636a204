package io.seiexport.job;

import java.util.Locale;

/** What became of a notice at one of those who are told. */
public enum NoticeEnd {
    TOLD, FAILED,
    /** Too many were waiting, or the program has ended. */
    DROPPED;

    /** The public word, for metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
