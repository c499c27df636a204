package io.seiexport.csv;

import java.util.List;

/** What the text of a file has to be, looked at piece by piece. */
interface Shape {

    /** Takes a look at the first bytes, before they are accepted as the first piece. */
    void begin(byte[] first, int length) throws RefusedFile;

    void accept(byte[] bytes, int length) throws RefusedFile;

    /** After the last piece. */
    void finish() throws RefusedFile;

    long rows();

    /** The names of the columns; empty where there are none. */
    List<String> header();

    /** Sentences about what is odd, yet no ground to refuse the file. */
    List<String> warnings();
}
