package io.seiexport.csv;

/** The limits beyond which a downloaded file is refused: its size, its compression, its form. */
public record FileLimits(long maxBytes, int maxRatio, boolean raggedRowsFail, boolean unframedFails) {

    public static final FileLimits DEFAULT = new FileLimits(20L << 30, 1000, true, true);

    /** What may be received for {@link #maxBytes} of content: deflate never adds an eighth; the rest is for headers. */
    long maxReceived() {
        long slack = maxBytes / 8 + (1 << 20);
        return maxBytes > Long.MAX_VALUE - slack ? Long.MAX_VALUE : maxBytes + slack;
    }
}
