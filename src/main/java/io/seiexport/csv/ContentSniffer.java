package io.seiexport.csv;

import static io.seiexport.failure.Reason.DOUBLE_GZIP;
import static io.seiexport.failure.Reason.EMPTY;
import static io.seiexport.failure.Reason.ENCODING;
import static io.seiexport.failure.Reason.HTML;
import static io.seiexport.failure.Reason.JSON;
import static io.seiexport.failure.Reason.NOT_CSV;
import static io.seiexport.failure.Reason.XML;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells by the first bytes of an unpacked file what is no CSV: an error page served with status 200, a second layer of
 * gzip, another encoding. A CSV whose first name really begins with one of {@code < &#123; [} passes if it is quoted.
 */
final class ContentSniffer {

    /** How many first bytes are looked at. */
    static final int BYTES = 4096;

    /** What other formats start with, each with enough of it that no CSV is taken for one. */
    private static final Map<String, Pattern> FORMATS = Map.ofEntries(
            Map.entry("a PDF", Pattern.compile("%PDF-[0-9]")),
            Map.entry("a pointer of Git LFS", Pattern.compile("version https://git-lfs\\.github\\.com/spec/")),
            Map.entry("a zip file, such as an XLSX", Pattern.compile("PK(\3\4|\5\6|\7\10)")),
            Map.entry("a bzip2 file", Pattern.compile("BZh[1-9](1AY&SY|\27rE8P\u0090)")),
            Map.entry("an xz file", Pattern.compile("\u00fd7zXZ\0")),
            Map.entry("a Zstandard file", Pattern.compile("\\(\u00b5/\u00fd")),
            Map.entry("a 7z file", Pattern.compile("7z\u00bc\u00af'\34")),
            Map.entry("a RAR file", Pattern.compile("Rar!\32\7")),
            Map.entry("a Parquet file", Pattern.compile("PAR1[\0-\10\16-\37\u0080-\u00ff]")),
            Map.entry("an Avro file", Pattern.compile("Obj\1")),
            Map.entry("a file of an old Office program", Pattern.compile("\u00d0\u00cf\u0011\u00e0")));

    private ContentSniffer() {
    }

    /**
     * Refuses what is no CSV.
     *
     * @param first  the first bytes of the file: {@link #BYTES} of them, or the whole file if that is shorter
     * @param length how many they are
     */
    static void check(byte[] first, int length) throws RefusedFile {
        // ISO 8859-1 shows each byte as the one character of its number.
        String start = new String(first, 0, length, StandardCharsets.ISO_8859_1);
        refuseFormats(start);
        if (startsWithAny(start, "\u00fe\u00ff", "\u00ff\u00fe", "\0\0\u00fe\u00ff")) {
            throw new RefusedFile(ENCODING, "The file starts with the byte order mark of UTF-16 or UTF-32, at byte 0; "
                    + "only UTF-8 is accepted.");
        }
        int mark = start.startsWith("\u00ef\u00bb\u00bf") ? 3 : 0;
        int visible = firstVisible(start, mark);
        if (visible == length && length < BYTES) {
            throw new RefusedFile(EMPTY, "The file is empty: %d bytes, none of them visible.", length);
        }
        refuseOtherFormats(start.substring(visible).toLowerCase(Locale.ROOT));
    }

    private static void refuseFormats(String start) throws RefusedFile {
        for (Map.Entry<String, Pattern> format : FORMATS.entrySet()) {
            if (format.getValue().matcher(start).lookingAt()) {
                throw new RefusedFile(NOT_CSV, "The file is not CSV but starts like %s.", format.getKey());
            }
        }
    }

    private static void refuseOtherFormats(String text) throws RefusedFile {
        if (text.startsWith("\u001f")) {
            throw new RefusedFile(DOUBLE_GZIP, "The content of the gzip file is not CSV but starts like gzip again.");
        }
        if (startsWithAny(text, "{", "[")) {
            throw new RefusedFile(JSON, "The file is not CSV but looks like JSON: it starts with "
                    + "'%s'.", text.charAt(0));
        }
        if (startsWithAny(text, "<!", "<html", "<head", "<body")) {
            throw new RefusedFile(HTML, "The file is not CSV but looks like a web page: it starts with '<'.");
        }
        if (text.startsWith("<")) {
            throw new RefusedFile(XML, "The file is not CSV but looks like XML: it starts with '<'.");
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
