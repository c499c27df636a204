package io.seiexport.bench;

/** Says that what was measured is not worth a figure, such as a file that is not the one that was served. */
final class BrokenPromise extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenPromise(String sentence) {
        super(sentence);
    }

    static void unless(boolean kept, String sentence) {
        if (!kept) {
            throw new BrokenPromise(sentence);
        }
    }
}
