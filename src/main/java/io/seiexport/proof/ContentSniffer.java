package io.seiexport.proof;

import static io.seiexport.proof.RefusedFile.Reason.DOUBLE_GZIP;
import static io.seiexport.proof.RefusedFile.Reason.EMPTY;
import static io.seiexport.proof.RefusedFile.Reason.ENCODING;
import static io.seiexport.proof.RefusedFile.Reason.HTML;
import static io.seiexport.proof.RefusedFile.Reason.JSON;
import static io.seiexport.proof.RefusedFile.Reason.XML;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Tells by the first bytes of an unpacked file what is no CSV: an error page served with status 200, a second layer of
 * gzip, another encoding. A CSV whose first name really begins with one of {@code < &#123; [} passes if it is quoted.
 */
final class ContentSniffer {

    /** How many first bytes are looked at. */
    static final int BYTES = 4096;

    private ContentSniffer() {
    }

    /**
     * Refuses what is no CSV.
     *
     * @param first  the first bytes of the file: {@link #BYTES} of them, or the whole file if that is shorter
     * @param length how many they are
     * @return the length of the UTF-8 byte order mark at the start, 0 if there is none
     */
    static int check(byte[] first, int length) throws RefusedFile {
        // ISO 8859-1 shows each byte as the one character of its number.
        String start = new String(first, 0, length, StandardCharsets.ISO_8859_1);
        if (startsWithAny(start, "\u00fe\u00ff", "\u00ff\u00fe", "\0\0\u00fe\u00ff")) {
            throw new RefusedFile(ENCODING, "The file starts with the byte order mark of UTF-16 or UTF-32, at byte 0;"
                    + " only UTF-8 is taken.");
        }
        int mark = start.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
        int visible = firstVisible(start, mark);
        if (visible == length && length < BYTES) {
            throw new RefusedFile(EMPTY, "The file is empty: %d bytes, none of them visible.", length);
        }
        refuseOtherFormats(start.substring(visible).toLowerCase(Locale.ROOT));
        return mark;
    }

    private static void refuseOtherFormats(String text) throws RefusedFile {
        if (text.startsWith("\u001f")) {
            throw new RefusedFile(DOUBLE_GZIP, "What the gzip file holds is no CSV but starts like gzip again.");
        }
        if (startsWithAny(text, "{", "[")) {
            throw new RefusedFile(JSON, "The file is no CSV but looks like JSON: it starts with '%s'.", text.charAt(0));
        }
        if (startsWithAny(text, "<!", "<html", "<head", "<body")) {
            throw new RefusedFile(HTML, "The file is no CSV but looks like a web page: it starts with '<'.");
        }
        if (text.startsWith("<")) {
            throw new RefusedFile(XML, "The file is no CSV but looks like XML: it starts with '<'.");
        }
    }

    private static int firstVisible(String text, int from) {
        int i = from;
        while (i < text.length() && " \t\r\n".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }

    private static boolean startsWithAny(String text, String... beginnings) {
        return Stream.of(beginnings).anyMatch(text::startsWith);
    }
}
